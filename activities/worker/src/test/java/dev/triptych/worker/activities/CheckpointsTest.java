package dev.triptych.worker.activities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final String PREFIX = "checkpoints/fine-tune/key/";

  /** A safetensors file without tensors. */
  private static final byte[] EMPTY = "\2\0\0\0\0\0\0\0{}".getBytes(UTF_8);

  @TempDir Path folder;
  private ArtifactStore store;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() {
    store = FolderStore.open(folder.resolve("data"));
    checkpoints = new Checkpoints(store, PREFIX);
  }

  @Test
  void keepsTheNewestAlone() throws IOException {
    checkpoints.keep(Files.write(folder.resolve("step-000100.safetensors"), EMPTY));
    ArtifactRef newest =
        checkpoints.keep(Files.write(folder.resolve("step-000200.safetensors"), EMPTY));

    assertThat(store.list(PREFIX)).containsExactly(newest.key());
    assertThat(newest.key()).isEqualTo(PREFIX + "step-000200.safetensors");
    assertThat(store.file(newest)).hasBinaryContent(EMPTY);
  }

  @Test
  void givesBackTheNewestThatCanBeRead() {
    store.write(PREFIX + "step-000100.safetensors", EMPTY);
    store.write(PREFIX + "step-000200.safetensors", "cut short".getBytes(UTF_8));

    checkpoints.restore(folder.resolve("scratch"));

    assertThat(folder.resolve("scratch"))
        .isDirectoryContaining("glob:**/step-000100.safetensors")
        .isDirectoryNotContaining("glob:**/step-000200.safetensors");
    assertThat(store.list(PREFIX)).containsExactly(PREFIX + "step-000100.safetensors");
  }

  @Test
  void doesNotGoOnFromNumbersThatAreNone() {
    byte[] header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}  ".getBytes(UTF_8);
    ByteBuffer file = ByteBuffer.allocate(12 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    store.write(PREFIX + "step-000100.safetensors", file.putFloat(8 + header.length, 7).array());
    store.write(
        PREFIX + "step-000200.safetensors", file.putFloat(8 + header.length, Float.NaN).array());

    checkpoints.restore(folder.resolve("scratch"));

    assertThat(store.list(PREFIX)).containsExactly(PREFIX + "step-000100.safetensors");
    assertThat(folder.resolve("scratch")).isDirectoryContaining("glob:**/step-000100.safetensors");
  }

  @Test
  void comparesStepsAsNumbers() throws IOException {
    for (int step : new int[] {999_999, 1_000_000, 10_000_000}) {
      checkpoints.keep(Files.write(folder.resolve("step-" + step + ".safetensors"), EMPTY));
    }
    store.write(PREFIX + "step-9999999.safetensors", EMPTY);

    checkpoints.restore(folder.resolve("scratch"));

    assertThat(folder.resolve("scratch"))
        .isDirectoryContaining("glob:**/step-10000000.safetensors")
        .isDirectoryNotContaining("glob:**/step-9*");
    assertThat(store.list(PREFIX))
        .containsExactlyInAnyOrder(
            PREFIX + "step-10000000.safetensors", PREFIX + "step-9999999.safetensors");
  }

  @Test
  void leavesFilesAloneThatAreNoCheckpoints() throws IOException {
    store.write(PREFIX + "zebra.txt", EMPTY);
    store.write(PREFIX + "a.txt", EMPTY);

    checkpoints.keep(Files.write(folder.resolve("step-000100.safetensors"), EMPTY));
    checkpoints.restore(folder.resolve("scratch"));

    assertThat(folder.resolve("scratch")).isDirectoryContaining("glob:**/step-000100.safetensors");
    assertThat(store.list(PREFIX)).hasSize(3);
  }

  @Test
  void givesNothingToATrainingThatBegins() {
    checkpoints.restore(folder.resolve("scratch"));

    assertThat(folder.resolve("scratch")).doesNotExist();
  }
}
