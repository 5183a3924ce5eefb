package dev.triptych.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of store must do. */
public abstract class ArtifactStoreContract {
  private static final String ELF_SHA256 =
      "fb96ffc6d14a6bd4fcaf8ae3f2db4bfdf2f35d80ceea0e6bc2db4b7bfe7fcd5f";

  @TempDir protected Path scratch;
  protected ArtifactStore store;

  /** A store with nothing in it. */
  protected abstract ArtifactStore empty();

  /** Replaces a blob's content behind the store's back. */
  protected abstract void spoil(String key, byte[] content) throws IOException;

  /** Whether the store lets nobody in between a condition and its write. */
  protected boolean atomicConditions() {
    return true;
  }

  @BeforeEach
  void openStore() {
    store = empty();
  }

  @Test
  void tellsOfSizesAndAgesWithoutReading() {
    ArtifactRef ref = store.put("elf".getBytes(UTF_8), "text/plain");
    store.write("stages/edit-view/one.json", "{}".getBytes(UTF_8));
    store.write("stages/evaluate/two.json", "{ }".getBytes(UTF_8));
    List<StoredObject> stages = new ArrayList<>();
    List<StoredObject> blobs = new ArrayList<>();

    store.scan(StoreLayout.STAGES, stages::add);
    StoreLayout.blobShards().forEach(shard -> store.scan(shard, blobs::add));
    store.scan("nothing/", blobs::add);

    assertThat(stages)
        .extracting(StoredObject::name, StoredObject::bytes)
        .containsExactlyInAnyOrder(
            tuple("stages/edit-view/one.json", 2L), tuple("stages/evaluate/two.json", 3L));
    assertThat(blobs)
        .extracting(StoredObject::name, StoredObject::bytes)
        .containsExactly(tuple(ref.key(), 3L));
    assertThat(blobs.get(0).used())
        .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
  }

  @Test
  void removesWhatNobodyHasUsedSince() {
    ArtifactRef ref = store.put("elf".getBytes(UTF_8), "text/plain");
    store.write("stages/edit-view/one.json", "{}".getBytes(UTF_8));
    Instant earlier = Instant.now().minusSeconds(600);
    Instant later = Instant.now().plusSeconds(600);

    assertThat(store.deleteUnused("stages/edit-view/one.json", earlier)).isFalse();
    assertThat(store.deleteUnused(ref.key(), earlier)).isFalse();
    assertThat(store.take("stages/edit-view/one.json")).isPresent();
    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("elf");

    assertThat(store.deleteUnused("stages/edit-view/one.json", later)).isTrue();
    assertThat(store.deleteUnused(ref.key(), later)).isTrue();
    assertThat(store.deleteUnused(ref.key(), later)).isFalse();
    assertThat(store.take("stages/edit-view/one.json")).isEmpty();
    assertThatThrownBy(() -> store.get(ref))
        .as("nor is there a copy on this machine")
        .isInstanceOf(CorruptArtifact.class);
  }

  @Test
  void removesWhatWasSetAside() throws IOException {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    spoil(ref.key(), "an elk".getBytes(UTF_8));
    assertThatThrownBy(() -> store.get(ref)).isInstanceOf(CorruptArtifact.class);
    List<StoredObject> aside = new ArrayList<>();
    store.scan(StoreLayout.ASIDE, aside::add);

    assertThat(aside).hasSize(1);
    assertThat(store.deleteUnused(aside.get(0).name(), Instant.now().plusSeconds(600))).isTrue();
    store.scan(StoreLayout.ASIDE, left -> aside.clear());
    assertThat(aside).as("nothing is told of any more").hasSize(1);
  }

  @Test
  void namesBlobsByTheirDigest() {
    ArtifactRef ref = store.put("elf".getBytes(UTF_8), "text/plain");

    assertThat(ref.sha256()).isEqualTo(Digests.sha256("elf".getBytes(UTF_8)));
    assertThat(ref.key())
        .isEqualTo("blobs/sha256/" + ref.sha256().substring(0, 2) + "/" + ref.sha256());
    assertThat(ref.bytes()).isEqualTo(3);
    assertThat(ref.mediaType()).isEqualTo("text/plain");
    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("elf");
    assertThat(store.holds(ref.key(), 3)).isTrue();
    assertThat(store.holds(ref.key(), 4)).isFalse();
  }

  @Test
  void keepsFilesAsItKeepsBytes() throws IOException {
    Path file = Files.writeString(scratch.resolve("elf.txt"), "elf");

    ArtifactRef ref = store.put(file, "text/plain");

    assertThat(ref).isEqualTo(store.put("elf".getBytes(UTF_8), "text/plain"));
    assertThat(store.file(ref)).hasContent("elf");
    assertThat(file).exists();
  }

  @Test
  void tellsAMissingBlobFromAnEmptyOne() {
    ArtifactRef empty = store.put(new byte[0], "text/plain");
    ArtifactRef missing =
        new ArtifactRef(StoreLayout.blob(ELF_SHA256), ELF_SHA256, 0, "text/plain");

    assertThat(store.get(empty)).isEmpty();
    assertThatThrownBy(() -> store.get(missing))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining("missing")
        .hasMessageContaining(ELF_SHA256)
        .hasMessageContaining("triptych resume");
    assertThatThrownBy(() -> store.file(missing)).isInstanceOf(CorruptArtifact.class);
  }

  @Test
  void setsACorruptBlobAsideSoThatItsMakerRunsAgain() throws IOException {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    spoil(ref.key(), "an elk".getBytes(UTF_8));

    assertThatThrownBy(() -> store.get(ref))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining(ref.sha256())
        .hasMessageContaining("triptych resume");

    assertThat(store.holds(ref.key(), ref.bytes())).isFalse();
    store.put("an elf".getBytes(UTF_8), "text/plain");
    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("an elf");
  }

  @Test
  void noticesCorruptionOfAFileToo() throws IOException {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    spoil(ref.key(), "an".getBytes(UTF_8));

    assertThatThrownBy(() -> store.file(ref)).isInstanceOf(CorruptArtifact.class);
  }

  @Test
  void verifiesABlobWhereItLies() throws IOException {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    store.verify(ref);
    spoil(ref.key(), "an elk".getBytes(UTF_8));

    assertThatThrownBy(() -> store.verify(ref)).isInstanceOf(CorruptArtifact.class);
    assertThat(store.holds(ref.key(), ref.bytes())).as("it is set aside").isFalse();
    assertThatThrownBy(() -> store.verify(ref))
        .isInstanceOf(CorruptArtifact.class)
        .hasMessageContaining("missing");
  }

  @Test
  void mendsACorruptBlobWhenTheSameContentIsPutAgain() throws IOException {
    ArtifactRef ref = store.put("an elf".getBytes(UTF_8), "text/plain");
    spoil(ref.key(), "an elk".getBytes(UTF_8));

    store.put("an elf".getBytes(UTF_8), "text/plain");

    assertThat(store.get(ref)).asString(UTF_8).isEqualTo("an elf");
  }

  @Test
  void replacesAndDeletesDocuments() throws IOException {
    store.write("stages/edit-view/1.json", "old".getBytes(UTF_8));
    store.write("stages/edit-view/1.json", Files.writeString(scratch.resolve("new"), "new"));

    assertThat(store.read("stages/edit-view/1.json"))
        .hasValueSatisfying(content -> assertThat(content).asString(UTF_8).isEqualTo("new"));

    store.delete("stages/edit-view/1.json");
    store.delete("stages/edit-view/1.json");
    assertThat(store.read("stages/edit-view/1.json")).isEmpty();
  }

  @Test
  void copiesDocumentsToLocalFiles() throws IOException {
    Path target = scratch.resolve("new folder/copy");
    store.write("checkpoints/fine-tune/k/step-1", "one".getBytes(UTF_8));

    assertThat(store.fetch("checkpoints/fine-tune/k/step-1", target)).isTrue();
    assertThat(target).hasContent("one");

    store.write("checkpoints/fine-tune/k/step-1", "two".getBytes(UTF_8));
    assertThat(target).hasContent("one");
    assertThat(store.fetch("checkpoints/fine-tune/k/step-1", target)).isTrue();
    assertThat(target).hasContent("two");
    assertThat(store.fetch("checkpoints/fine-tune/k/step-2", target)).isFalse();
  }

  @Test
  void createsADocumentOnce() {
    assertThat(store.create("runs/a/run.json", "first".getBytes(UTF_8))).isTrue();
    assertThat(store.create("runs/a/run.json", "second".getBytes(UTF_8))).isFalse();

    assertThat(store.read("runs/a/run.json").orElseThrow()).asString(UTF_8).isEqualTo("first");
  }

  @Test
  void letsOneOfManyCreateADocument() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        byte[] content = ("writer " + i).repeat(1000).getBytes(UTF_8);
        work.add(() -> store.create("runs/a/run.json", content));
      }
      int created = 0;
      for (Future<Boolean> written : threads.invokeAll(work)) {
        created += written.get() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void replacesADocumentOnlyIfItIsWhatItIsTakenFor() {
    byte[] first = "first".getBytes(UTF_8);
    byte[] second = "second".getBytes(UTF_8);
    assertThat(store.replace("claims/a.json", first, second)).isFalse();
    assertThat(store.read("claims/a.json")).isEmpty();

    store.write("claims/a.json", first);

    assertThat(store.replace("claims/a.json", first, second)).isTrue();
    assertThat(store.replace("claims/a.json", first, "third".getBytes(UTF_8))).isFalse();
    assertThat(store.read("claims/a.json")).contains(second);
  }

  @Test
  void removesADocumentOnlyIfItIsWhatItIsTakenFor() {
    byte[] first = "first".getBytes(UTF_8);
    byte[] second = "second".getBytes(UTF_8);
    store.write("claims/a.json", second);

    assertThat(store.delete("claims/a.json", first)).isFalse();
    assertThat(store.read("claims/a.json")).contains(second);
    assertThat(store.delete("claims/a.json", second)).isTrue();
    assertThat(store.delete("claims/a.json", second)).isFalse();
    assertThat(store.read("claims/a.json")).isEmpty();
  }

  @Test
  void letsOneOfManyReplaceADocument() throws Exception {
    assumeTrue(atomicConditions());
    byte[] before = "before".getBytes(UTF_8);
    store.write("claims/a.json", before);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        byte[] content = ("writer " + i).getBytes(UTF_8);
        work.add(() -> store.replace("claims/a.json", before, content));
      }
      int replaced = 0;
      for (Future<Boolean> written : threads.invokeAll(work)) {
        replaced += written.get() ? 1 : 0;
      }
      assertThat(replaced).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysWhereThingsAre() {
    assertThat(store.place("runs/a/report.html")).endsWith("runs/a/report.html");
    assertThat(store.place("runs/a/report.html").replace("runs/a/report.html", ""))
        .isEqualTo(store.place("x").replaceFirst("x$", ""));
  }

  @Test
  void listsByPrefixAndNothingOfItsOwn() {
    store.write("checkpoints/fine-tune/k1/step-000400.safetensors", new byte[1]);
    store.write("checkpoints/fine-tune/k1/step-000200.safetensors", new byte[1]);
    store.write("checkpoints/fine-tune/k2/step-000100.safetensors", new byte[1]);
    store.write("runs/a/spec.json", new byte[1]);

    assertThat(store.list("checkpoints/fine-tune/k1/"))
        .containsExactly(
            "checkpoints/fine-tune/k1/step-000200.safetensors",
            "checkpoints/fine-tune/k1/step-000400.safetensors");
    assertThat(store.list("checkpoints/fine-tune/k")).hasSize(3);
    assertThat(store.list("")).hasSize(4);
    assertThat(store.list("checkpoints/pretrain/")).isEmpty();
  }

  @Test
  void appendsWholeLines() {
    store.append("runs/a/journal.jsonl", "1\n".getBytes(UTF_8));
    store.append("runs/a/journal.jsonl", "2\n3\n".getBytes(UTF_8));

    assertThat(store.read("runs/a/journal.jsonl").orElseThrow())
        .asString(UTF_8)
        .isEqualTo("1\n2\n3\n");
  }

  @Test
  void startsANewLineAfterOneThatWasCutShort() {
    store.write("runs/a/journal.jsonl", "1\n2, cut sh".getBytes(UTF_8));

    store.append("runs/a/journal.jsonl", "3\n".getBytes(UTF_8));

    assertThat(store.read("runs/a/journal.jsonl").orElseThrow())
        .asString(UTF_8)
        .isEqualTo("1\n2, cut sh\n3\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "a\\b", "C:/x", ".x/y"})
  void refusesNamesThatLeaveTheStore(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> store.write(name, new byte[1]));
    assertThatIllegalArgumentException().isThrownBy(() -> store.read(name));
    assertThatIllegalArgumentException().isThrownBy(() -> store.delete(name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.replace(name, new byte[1], new byte[2]));
    assertThatIllegalArgumentException().isThrownBy(() -> store.delete(name, new byte[1]));
  }

  @Test
  void showsWritersOfOneNameNothingButWholeContents() throws Exception {
    byte[] ones = "1".repeat(100_000).getBytes(UTF_8);
    byte[] twos = "2".repeat(50_000).getBytes(UTF_8);
    store.write("runs/a/spec.json", ones);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        byte[] content = i % 2 == 0 ? ones : twos;
        work.add(
            () -> {
              store.write("runs/a/spec.json", content);
              store.put(content, "text/plain");
              byte[] seen = store.read("runs/a/spec.json").orElseThrow();
              return java.util.Arrays.equals(seen, ones) || java.util.Arrays.equals(seen, twos);
            });
      }
      for (Future<Boolean> whole : threads.invokeAll(work)) {
        assertThat(whole.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
