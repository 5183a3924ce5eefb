package dev.triptych.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.StoreRefused;
import dev.triptych.worker.errors.TriptychException.StoreUnreachable;
import dev.triptych.worker.retry.Backoff;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.place.DataPlace;
import dev.triptych.worker.store.s3.FaultyS3.Fault;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class S3StoreFaultsTest {
  private static final Backoff QUICK =
      new Backoff(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(20));
  private static final Backoff NONE = new Backoff(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  private static final List<String> SECRETS = List.of("the-user", "the-password", "the-token");

  @TempDir private Path cache;
  private FaultyS3 server;
  private S3Store store;

  @BeforeEach
  void open() throws IOException {
    server = new FaultyS3();
    store = store(QUICK);
    store.conditionalWrites(); // probed before any fault
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private S3Store store(Backoff backoff) {
    return S3Store.at(settings(), backoff, 5 << 20);
  }

  private S3Settings settings() {
    return S3Settings.of(
        "s3://faults",
        Map.of(
            "AWS_ENDPOINT_URL",
            server.endpoint(),
            "AWS_ACCESS_KEY_ID",
            SECRETS.get(0),
            "AWS_SECRET_ACCESS_KEY",
            SECRETS.get(1),
            "AWS_SESSION_TOKEN",
            SECRETS.get(2),
            "TRIPTYCH_CACHE",
            cache.toString()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "OVERLOADED",
        "BAD_GATEWAY",
        "TOO_MANY",
        "HANGS_UP",
        "LOST_ANSWER",
        "LOST_CONNECTION"
      })
  void triesAgainWhatFailsInPassing(Fault fault) {
    server.faults.addAll(List.of(fault, fault, fault));
    ArtifactRef ref = store.put("elf".getBytes(UTF_8), "text/plain");
    server.faults.addAll(List.of(fault, fault, fault));

    store.write("runs/a/run.json", "{}".getBytes(UTF_8));

    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("elf");
    assertThat(server.objects.get("/faults/runs/a/run.json")).asString(UTF_8).isEqualTo("{}");
    assertThat(server.faults).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_SHORT", "GARBLED"})
  void readsAgainWhatIsBrokenOnTheWay(Fault fault) {
    ArtifactRef ref = lonely("an elf that is read twice");
    server.faults.add(fault);

    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("an elf that is read twice");

    assertThat(server.faults).isEmpty();
    assertThat(server.objects).containsKey("/faults/" + ref.key());
  }

  /** A blob that no cache knows. */
  private ArtifactRef lonely(String content) {
    String sha256 = Digests.sha256(content.getBytes(UTF_8));
    server.objects.put("/faults/" + StoreLayout.blob(sha256), content.getBytes(UTF_8));
    return new ArtifactRef(StoreLayout.blob(sha256), sha256, content.length(), "text/plain");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "LOST_CONNECTION"})
  void createsADocumentOnceThoughTheAnswerIsLost(Fault fault) {
    server.writeFaults.add(fault);

    assertThat(store.create("runs/a/run.json", "mine".getBytes(UTF_8))).isTrue();
    assertThat(store.create("runs/a/run.json", "other".getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "LOST_CONNECTION"})
  void replacesADocumentOnceThoughTheAnswerIsLost(Fault fault) {
    store.write("claims/a.json", "1".getBytes(UTF_8));
    server.writeFaults.add(fault);

    assertThat(store.replace("claims/a.json", "1".getBytes(UTF_8), "2".getBytes(UTF_8))).isTrue();
    assertThat(store.replace("claims/a.json", "1".getBytes(UTF_8), "3".getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "LOST_CONNECTION"})
  void appendsOnceThoughTheAnswerIsLost(Fault fault) {
    store.append("runs/a/journal.jsonl", "1\n".getBytes(UTF_8));
    server.writeFaults.addAll(List.of(fault, Fault.OVERLOADED));

    store.append("runs/a/journal.jsonl", "2\n".getBytes(UTF_8));
    store.append("runs/a/journal.jsonl", "3\n".getBytes(UTF_8));

    assertThat(store.read("runs/a/journal.jsonl").orElseThrow())
        .asString(UTF_8)
        .isEqualTo("1\n2\n3\n");
  }

  @Test
  void waitsForAServerThatIsAway() throws Exception {
    server.close();
    CompletableFuture<ArtifactRef> put =
        CompletableFuture.supplyAsync(() -> store.put("elf".getBytes(UTF_8), "text/plain"));

    server.start();

    ArtifactRef ref = put.get(1, TimeUnit.MINUTES);
    assertThat(server.objects).containsKey("/faults/" + ref.key());
  }

  @Test
  void readsWhatItHasSeenThoughTheServerIsAway() {
    ArtifactRef ref = store.put("elf".getBytes(UTF_8), "text/plain");
    server.close();

    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("elf");
    assertThat(store.file(ref)).hasContent("elf");
  }

  @Test
  void saysWhichServerDoesNotAnswerAndLetsTheStepBeTriedAgain() {
    server.close();
    try (S3Store impatient = store(NONE)) {
      assertThatThrownBy(() -> impatient.read("runs/a/run.json"))
          .isInstanceOf(StoreUnreachable.class)
          .hasMessageContaining(server.endpoint())
          .hasMessageContaining("connection refused")
          .hasMessageContaining("MLFLOW_S3_ENDPOINT_URL")
          .satisfies(e -> assertThat(((TriptychException) e).retryable()).isTrue());
    }
  }

  @Test
  void stopsWaitingWhenInterrupted() throws Exception {
    server.close();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                store.read("runs/a/run.json");
                end.complete(null);
              } catch (CancellationException e) {
                end.complete(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    waiting.start();

    waiting.interrupt();

    assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
  }

  @Test
  void worksWithAServerThatKnowsNoConditions() {
    server.conditional = false;
    try (S3Store simple = store(QUICK)) {
      assertThat(simple.conditionalWrites()).isFalse();

      ArtifactRef ref = simple.put("elf".getBytes(UTF_8), "text/plain");
      assertThat(simple.put("elf".getBytes(UTF_8), "text/plain")).isEqualTo(ref);
      assertThat(simple.create("runs/a/run.json", new byte[1])).isTrue();
      assertThat(simple.create("runs/a/run.json", new byte[2])).isFalse();
      assertThat(simple.replace("runs/a/run.json", new byte[1], new byte[3])).isTrue();
      assertThat(simple.delete("runs/a/run.json", new byte[1])).isFalse();
      assertThat(simple.delete("runs/a/run.json", new byte[3])).isTrue();
      simple.append("runs/a/journal.jsonl", "1\n".getBytes(UTF_8));
      simple.append("runs/a/journal.jsonl", "2\n".getBytes(UTF_8));
      assertThat(simple.read("runs/a/journal.jsonl").orElseThrow())
          .asString(UTF_8)
          .isEqualTo("1\n2\n");
    }
  }

  @Test
  void leavesNoProbeBehind() {
    assertThat(store.conditionalWrites()).isTrue();
    assertThat(server.objects).isEmpty();
  }

  @Test
  void tellsNobodyTheCredentials() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
    StringWriter said = new StringWriter();
    try {
      server.faults.addAll(List.of(Fault.OVERLOADED, Fault.DENIED));
      store.write("runs/a/run.json", new byte[1]);
      said.append("not refused");
    } catch (StoreRefused e) {
      e.printStackTrace(new PrintWriter(said));
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
    said.append(settings().toString()).append(store.toString());
    said.append(DataPlace.of("s3://faults", environment()).toString());
    log.list.forEach(event -> said.append(event.getFormattedMessage()));

    assertThat(said.toString()).contains("denies access").doesNotContain(SECRETS);
    assertThat(log.list).as("log").isNotEmpty();
  }

  private Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", SECRETS.get(0), "AWS_SECRET_ACCESS_KEY", SECRETS.get(1));
  }
}
