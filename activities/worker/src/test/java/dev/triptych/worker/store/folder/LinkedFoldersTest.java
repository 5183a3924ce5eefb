package dev.triptych.worker.store.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.FolderInUse;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data folder, or any part of it, may be a symbolic link. */
class LinkedFoldersTest {
  private static final Path OTHER_DISK = Path.of("/dev/shm");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "runs", "runs/a", "blobs", "blobs/sha256", "checkpoints", ".triptych"})
  void worksBehindALink(String part) throws IOException {
    link(folder.resolve("data").resolve(part), Files.createDirectory(folder.resolve("target")));

    useEverything(FolderStore.open(folder.resolve("data")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "runs", "runs/a", "blobs", "checkpoints", ".triptych"})
  void worksBehindALinkToAnotherDisk(String part) throws IOException {
    assumeTrue(
        Files.isDirectory(OTHER_DISK)
            && !Files.getFileStore(OTHER_DISK).equals(Files.getFileStore(folder)));
    Path target = Files.createTempDirectory(OTHER_DISK, "triptych");
    try {
      link(folder.resolve("data").resolve(part), target);

      useEverything(FolderStore.open(folder.resolve("data")));
    } finally {
      Folders.remove(target);
    }
  }

  private static void useEverything(FolderStore store) throws IOException {
    byte[] old = "old\n".getBytes(UTF_8);
    byte[] content = "new\n".getBytes(UTF_8);
    assertThat(store.create("runs/a/run.json", old)).isTrue();
    assertThat(store.create("runs/a/run.json", content)).isFalse();
    assertThat(store.replace("runs/a/run.json", content, old)).isFalse();
    assertThat(store.replace("runs/a/run.json", old, content)).isTrue();
    assertThat(store.read("runs/a/run.json")).hasValue(content);
    store.append("runs/a/journal.jsonl", old);
    store.append("runs/a/journal.jsonl", content);
    assertThat(store.read("runs/a/journal.jsonl")).hasValue("old\nnew\n".getBytes(UTF_8));
    ArtifactRef blob = store.put(content, "text/plain");
    assertThat(store.get(blob)).isEqualTo(content);
    store.write("checkpoints/fine-tune/k/step-1", store.file(blob));

    assertThat(store.list("runs/")).containsExactly("runs/a/journal.jsonl", "runs/a/run.json");
    assertThat(store.list("runs/a/r")).containsExactly("runs/a/run.json");
    assertThat(store.list("blobs/")).containsExactly(blob.key());
    assertThat(store.list("checkpoints/")).containsExactly("checkpoints/fine-tune/k/step-1");

    Files.write(store.local().resolve(blob.key()), old);
    assertThatThrownBy(() -> store.get(blob)).isInstanceOf(CorruptArtifact.class);
    assertThat(store.list("blobs/")).isEmpty();
    assertThat(store.delete("runs/a/run.json", content)).isTrue();
    store.delete("runs/a/journal.jsonl");
    assertThat(store.list("runs/")).isEmpty();
  }

  @Test
  void passesLinksByThatLeadNowhereOrBack() throws IOException {
    FolderStore store = FolderStore.open(folder.resolve("data"));
    store.write("runs/a/run.json", new byte[] {1});
    Path run = folder.resolve("data/runs/a");
    Files.createSymbolicLink(run.resolve("itself"), run);
    Files.createSymbolicLink(run.resolve("all"), folder.resolve("data"));
    Files.createSymbolicLink(run.resolve("gone"), folder.resolve("gone"));

    assertThat(store.list("runs/")).containsExactly("runs/a/run.json");
  }

  @Test
  void leavesOutWhatIsNoNameInTheStore() throws IOException {
    FolderStore store = FolderStore.open(folder.resolve("data"));
    store.write("runs/a/run.json", new byte[] {1});
    for (String odd : new String[] {".hidden", "a:b", "a\nb", "a\\b"}) {
      Files.createDirectories(folder.resolve("data/runs").resolve(odd));
      Files.createFile(folder.resolve("data/runs").resolve(odd).resolve("run.json"));
    }
    Files.createFile(folder.resolve("data/runs/a/.DS_Store"));

    assertThat(store.list("runs/")).containsExactly("runs/a/run.json");
  }

  @Test
  void goesUpFromWhereALinkLeads() throws IOException {
    Path here = Files.createDirectories(folder.resolve("here"));
    Path there = Files.createDirectories(folder.resolve("there/inner"));
    Files.createSymbolicLink(here.resolve("link"), there);

    FolderStore.open(here.resolve("link/../data")).write("runs/a/run.json", new byte[] {1});

    assertThat(folder.resolve("there/data/runs/a/run.json")).exists();
  }

  @Test
  void locksAFolderUnderAllItsNames() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);

    try (FolderLock lock = FolderLock.acquire(data)) {
      assertThatThrownBy(() -> FolderLock.acquire(link)).isInstanceOf(FolderInUse.class);
    }
  }

  @Test
  void removesALinkAndNotWhatIsBehindIt() throws IOException {
    Path precious = Files.createDirectories(folder.resolve("precious"));
    Files.createFile(precious.resolve("file"));
    Path tree = Files.createDirectories(folder.resolve("tree/inner"));
    Files.createSymbolicLink(tree.resolve("link"), precious);
    Path alone = Files.createSymbolicLink(folder.resolve("alone"), precious);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));

    Folders.remove(folder.resolve("tree"));
    Folders.remove(alone);
    Folders.remove(dangling);
    Folders.remove(folder.resolve("never there"));

    assertThat(precious.resolve("file")).exists();
    assertThat(folder).isDirectoryNotContaining("glob:**/{tree,alone,dangling}");
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }
}
