package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchService;
import dev.triptych.cli.sketch.SketchSteps;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.ExperimentResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyTest {
  private static final String SECRET = "s3cretT0ken";

  @TempDir private Path folder;
  private final List<JsonNode> notices = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private HttpServer server;
  private Path data;
  private String url;

  /** Draws in this process. */
  private record Sketched(Map<String, String> environment) implements Engine.Starter {
    @Override
    public Engine.Starter with(Map<String, String> variables) {
      return new Sketched(variables);
    }

    @Override
    public Engine start(ArtifactStore store, Places places) {
      return new SketchEngine(store, new SketchSteps(store), places.size(), environment);
    }
  }

  @BeforeEach
  void start() throws IOException {
    data = folder.resolve("data");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/" + SECRET,
        exchange -> {
          notices.add(new ObjectMapper().readTree(exchange.getRequestBody()));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + SECRET;
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Shell embedded() throws IOException {
    return new Shell(data, new Sketched(Map.of())).withPriors("mini");
  }

  private String spec(String styles) throws IOException {
    return Files.writeString(
            folder.resolve("spec.yaml"),
            "name: one\npriors: mini\nstyles: ["
                + styles
                + "]\nviews: {grid: 1}\nevaluation: {scored: {grid: 1}}\n")
        .toString();
  }

  @Test
  void tellsHowARunHasEndedAndKeepsTheAddressToItself() throws IOException {
    Shell shell = embedded();

    Shell.Answer run =
        shell.type(
            "run",
            spec("an elf, an orc that fails"),
            "--run",
            "mine",
            "--notify",
            url,
            "--verbose");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(notices).hasSize(1);
    JsonNode notice = notices.get(0);
    assertThat(notice.path("format").asInt()).isEqualTo(1);
    assertThat(notice.path("run").asText()).isEqualTo("mine");
    assertThat(notice.path("name").asText()).isEqualTo("one");
    assertThat(notice.path("state").asText()).isEqualTo("failed");
    assertThat(notice.path("cells").toString()).isEqualTo("{\"total\":2,\"done\":1,\"failed\":1}");
    assertThat(notice.at("/scores/0").toString())
        .isEqualTo(
            "{\"variant\":\"ours\",\"metric\":\"clip_score\",\"mean\":0.87,\"portraits\":1}");
    assertThat(notice.path("seconds").asDouble()).isPositive();
    assertThat(notice.path("report").asText()).endsWith("runs/mine/report.html");
    assertThat(notice.path("text").asText())
        .isEqualTo("mine: failed, 1 of 2 portraits, 1 failed, CLIP score ours 0.870");
    JsonNode status = shell.type("status", "mine", "--json").json();
    assertThat(status.at("/notice/state").asText()).isEqualTo("failed");
    assertThat(status.at("/notice/problem").isNull()).isTrue();
    assertThat(shell.type("status", "mine").out()).contains("Notified ");
    assertThat(run.out() + run.err() + status).doesNotContain(SECRET);
    assertNothingKeeps(SECRET);
  }

  @Test
  void goesOnWithoutANoticeAndSaysSo() throws IOException {
    Shell shell = embedded();
    answer = 404;

    Shell.Answer run = shell.type("run", spec("an elf"), "--run", "mine", "--notify", url);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Nobody was notified of the end: the answer was status 404");
    assertThat(shell.type("status", "mine").out()).contains("Nobody was notified", "404");
    assertThat(shell.type("resume", "mine", "--json").json().has("notice"))
        .as("of a launch that was to tell nobody")
        .isFalse();
  }

  @Test
  void aWorkerTellsWhenNobodyWaits() throws IOException {
    try (SketchService service = new SketchService()) {
      Shell shell = new Shell(data, service).withPriors("mini");
      Shell.Answer direct = shell.type("run", spec("an elf"), "--notify", url);
      assertThat(direct.exitCode()).isEqualTo(2);
      assertThat(direct.err()).contains("env:TRIPTYCH_NOTIFY_URL").doesNotContain(SECRET);

      Shell.Answer started =
          shell.type("run", spec("an elf"), "--run", "mine", "--detach", "--notify", "env:WHOM");
      ArtifactStore store = FolderStore.open(data);
      service.work(store, new SketchSteps(store), Map.of("WHOM", url));
      service.client().newUntypedWorkflowStub("mine").getResult(ExperimentResult.class);

      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(notices).hasSize(1);
      assertThat(notices.get(0).path("state").asText()).isEqualTo("done");
      assertThat(service.client().fetchHistory("mine").getHistory().toString())
          .contains("WHOM")
          .doesNotContain(SECRET);
      assertNothingKeeps(SECRET);
    }
  }

  @Test
  void refusesAnAddressThatOthersCouldRead() throws IOException {
    Shell.Answer plain =
        embedded().type("run", spec("an elf"), "--notify", "http://chat.example/" + SECRET);
    Shell.Answer unset = embedded().type("run", spec("an elf"), "--notify", "env:WHOM");

    assertThat(plain.exitCode()).isEqualTo(2);
    assertThat(plain.err()).contains("is not encrypted", "--notify").doesNotContain(SECRET);
    assertThat(unset.exitCode()).isEqualTo(2);
    assertThat(unset.err()).contains("WHOM");
    assertThat(data.resolve("runs")).doesNotExist();
  }

  private void assertNothingKeeps(String secret) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(data)) {
      files = tree.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(secret);
    }
  }
}
