package dev.triptych.worker.store.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.worker.errors.TriptychException.StorageUnwritable;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.ArtifactStoreContract;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends ArtifactStoreContract {
  @TempDir Path root;

  @Override
  protected ArtifactStore empty() {
    return FolderStore.open(root.resolve("data"));
  }

  @Override
  protected void spoil(String key, byte[] content) throws IOException {
    Files.write(root.resolve("data").resolve(key), content);
  }

  private Path temporaries() {
    return root.resolve("data/.triptych/tmp");
  }

  @Test
  void leavesNothingBehindWhenAWriteBreaksOff() throws IOException {
    AtomicFiles files = new AtomicFiles(temporaries());
    Path target = root.resolve("data/runs/a/spec.json");
    store.write("runs/a/spec.json", "old".getBytes(UTF_8));

    assertThatThrownBy(
            () ->
                files.write(
                    target,
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(target).hasContent("old");
    assertThat(temporaries()).isEmptyDirectory();
  }

  @Test
  void saysThatTheDiskIsFull() {
    Path full = Path.of("/dev/full"); // every write to it fails for want of room
    assumeTrue(Files.exists(full));

    assertThatThrownBy(
            () -> {
              try {
                Files.write(full, new byte[1]);
              } catch (IOException e) {
                throw StorageFailures.writing(full, e);
              }
            })
        .isInstanceOf(StorageFull.class)
        .hasMessageContaining("disk is full")
        .hasMessageContaining("/dev/full")
        .hasMessageContaining("triptych resume");
  }

  @Test
  void saysThatAFileIsInTheFoldersPlace() throws IOException {
    Path file = Files.createFile(root.resolve("file"));

    assertThatThrownBy(() -> FolderStore.open(file))
        .isInstanceOf(StorageUnwritable.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysThatTheFolderCannotBeWritten() throws IOException {
    Path locked = Files.createDirectory(root.resolve("locked"));
    assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "not for root");

    assertThatThrownBy(() -> FolderStore.open(locked.resolve("data")))
        .isInstanceOf(StorageUnwritable.class)
        .hasMessageContaining("permission denied");
  }

  @Test
  void removesWhatDeadWritersLeftAndNothingElse() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path left = temporary(Host.name() + "~" + dead.pid() + "~1");
    Path mine = temporary(Host.name() + "~" + Host.pid() + "~1");
    Path elsewhere = temporary("another-host~1~1");
    Path old = temporary("another-host~2~2");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    FolderStore.open(root.resolve("data"));

    try (Stream<Path> rest = Files.list(temporaries())) {
      assertThat(rest).containsExactlyInAnyOrder(mine, elsewhere);
    }
    assertThat(left).doesNotExist();
  }

  private Path temporary(String name) throws IOException {
    return Files.writeString(temporaries().resolve(name), "half");
  }

  @Test
  void whatIsTakenOrKeptAgainIsYoung() throws IOException {
    FolderStore store = FolderStore.open(scratch.resolve("aged"));
    ArtifactRef elf = store.put("elf".getBytes(UTF_8), "text/plain");
    ArtifactRef orc = store.put("orc".getBytes(UTF_8), "text/plain");
    store.write("stages/one.json", "{}".getBytes(UTF_8));
    store.write("stages/two.json", "{}".getBytes(UTF_8));
    Instant old = Instant.now().minus(Duration.ofDays(9));
    for (String name : List.of(elf.key(), orc.key(), "stages/one.json", "stages/two.json")) {
      Files.setLastModifiedTime(store.local().resolve(name), FileTime.from(old));
    }
    Instant week = Instant.now().minus(Duration.ofDays(7));

    store.take("stages/one.json");
    store.read("stages/two.json");
    store.put("elf".getBytes(UTF_8), "text/plain");
    store.get(orc);

    assertThat(store.deleteUnused("stages/one.json", week)).isFalse();
    assertThat(store.deleteUnused("stages/two.json", week)).isTrue();
    assertThat(store.deleteUnused(elf.key(), week)).isFalse();
    assertThat(store.deleteUnused(orc.key(), week)).isTrue();
  }
}
