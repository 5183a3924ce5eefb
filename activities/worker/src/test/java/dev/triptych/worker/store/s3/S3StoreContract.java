package dev.triptych.worker.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.StoreRefused;
import dev.triptych.worker.retry.Backoff;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.ArtifactStoreContract;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store must do on every S3 server. */
abstract class S3StoreContract extends ArtifactStoreContract {
  private static final long PART_BYTES = 5 << 20; // S3's least

  @TempDir Path cache;
  private final String prefix = "contract/" + UUID.randomUUID();
  private S3Store opened;

  /** Environment of a user of the server. */
  abstract Map<String, String> server() throws Exception;

  @Override
  protected boolean atomicConditions() {
    return opened.conditionalWrites();
  }

  @Override
  protected ArtifactStore empty() {
    opened = open(cache.resolve("mine"));
    return opened;
  }

  private S3Settings settings(Path cache) {
    try {
      Map<String, String> environment = new HashMap<>(server());
      environment.put("TRIPTYCH_CACHE", cache.toString());
      return S3Settings.of("s3://triptych-contract/" + prefix, environment);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private S3Store open(Path cache) {
    S3Store.open(settings(cache)).close(); // makes the bucket
    return S3Store.at(settings(cache), Backoff.USUAL, PART_BYTES);
  }

  @AfterEach
  void removeAll() {
    opened.list("").forEach(opened::delete);
    opened.close();
  }

  @Override
  protected void spoil(String key, byte[] content) throws IOException {
    opened.write(key, content);
    Path copy = cache.resolve("mine/blobs").resolve(key.substring("blobs/sha256/".length()));
    Files.deleteIfExists(copy); // as for another machine
  }

  @Test
  void sendsLargeFilesInPartsAndReadsThemBack() throws IOException {
    byte[] content = new byte[(int) (2 * PART_BYTES) + 12_345];
    new Random(7).nextBytes(content);
    Path file = Files.write(scratch.resolve("large"), content);

    ArtifactRef ref = store.put(file, "application/octet-stream");
    store.write("checkpoints/fine-tune/k/step-1.safetensors", file);

    assertThat(ref.bytes()).isEqualTo(content.length);
    assertThat(store.put(file, "application/octet-stream")).isEqualTo(ref);
    try (S3Store elsewhere = open(cache.resolve("elsewhere"))) {
      assertThat(elsewhere.file(ref)).hasBinaryContent(content);
      Path copy = scratch.resolve("copy");
      assertThat(elsewhere.fetch("checkpoints/fine-tune/k/step-1.safetensors", copy)).isTrue();
      assertThat(copy).hasBinaryContent(content);
    }
  }

  @Test
  void mendsALargeBlobThatWasReplacedByOneOfTheSameSize() throws IOException {
    byte[] content = new byte[(int) PART_BYTES + 1];
    Path file = Files.write(scratch.resolve("large"), content);
    ArtifactRef ref = store.put(file, "application/octet-stream");
    byte[] other = content.clone();
    other[0] = 1;
    spoil(ref.key(), other);

    store.put(file, "application/octet-stream");

    try (S3Store elsewhere = open(cache.resolve("elsewhere"))) {
      assertThat(elsewhere.file(ref)).hasBinaryContent(content);
    }
  }

  @Test
  void verifiesWhatTheBucketHasAndNoCopyOfIt() {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    opened.write(ref.key(), "an elk".getBytes(UTF_8));

    assertThat(store.get(ref)).as("a good copy").asString(UTF_8).isEqualTo("an elf");
    assertThatThrownBy(() -> store.verify(ref)).isInstanceOf(CorruptArtifact.class);
  }

  @Test
  void keepsTheEvidenceOfACorruptBlob() throws IOException {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    spoil(ref.key(), "an elk".getBytes(UTF_8));

    assertThatThrownBy(() -> store.get(ref))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining(".triptych/corrupt/" + ref.sha256());

    assertThat(store.list("")).isEmpty();
    assertThat(opened.read("runs/none")).isEmpty();
  }

  @Test
  void readsBlobsOfOtherMachines() {
    ArtifactRef ref = store.put("elf".getBytes(UTF_8), "text/plain");

    try (S3Store elsewhere = open(cache.resolve("elsewhere"))) {
      assertThat(elsewhere.get(ref)).asString(UTF_8).isEqualTo("elf");
      assertThat(elsewhere.file(ref)).hasContent("elf");
    }
  }

  @Test
  void losesNoLineOfTwoMachinesThatAppend() throws Exception {
    assumeTrue(atomicConditions());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (S3Store elsewhere = open(cache.resolve("elsewhere"))) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ArtifactStore one = i % 2 == 0 ? store : elsewhere;
        byte[] line = (i + "\n").getBytes(UTF_8);
        work.add(
            () -> {
              one.append("runs/a/journal.jsonl", line);
              return true;
            });
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    String[] lines =
        new String(store.read("runs/a/journal.jsonl").orElseThrow(), UTF_8).split("\n");
    assertThat(lines).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void listsMoreThanOnePage() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 1005; i++) {
        String name = String.format("runs/many/%04d", i);
        work.add(
            () -> {
              store.write(name, new byte[1]);
              return true;
            });
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.list("runs/many/")).hasSize(1005).isSorted();
  }

  @Test
  void refusesWrongCredentials() throws Exception {
    Map<String, String> environment = new HashMap<>(server());
    environment.put("AWS_SECRET_ACCESS_KEY", "wrong-password");
    environment.put("TRIPTYCH_CACHE", cache.resolve("mine").toString());
    S3Settings wrong = S3Settings.of("s3://triptych-contract/" + prefix, environment);

    assertThatThrownBy(() -> S3Store.open(wrong))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("AWS_ACCESS_KEY_ID")
        .hasMessageContaining(environment.get("MLFLOW_S3_ENDPOINT_URL"));
  }

  @Test
  void tellsAMissingBucketFromAnEmptyOne() throws Exception {
    Map<String, String> environment = new HashMap<>(server());
    environment.put("TRIPTYCH_CACHE", cache.resolve("mine").toString());

    assertThat(S3Store.existing(S3Settings.of("s3://triptych-none", environment))).isEmpty();
    assertThat(S3Store.existing(settings(cache.resolve("mine")))).isPresent();
  }
}
