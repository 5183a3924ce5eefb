package dev.triptych.models.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One wrong bit in an archive is an error and not a bad network. */
class ChecksumTest {
  private static final int CENTRAL = 0x02014b50;

  @TempDir Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.pth"), content);
  }

  /** Where an entry's bytes lie in a file that PyTorch wrote. */
  private static int begin(byte[] archive, String entry) {
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    int name = text.indexOf(entry);
    ByteBuffer header = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    return name + entry.length() + (header.getShort(name - 2) & 0xffff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "deflated.pth"})
  void aWrongBitInTensorsIsFoundWhenTheyAreRead(String name) throws IOException {
    byte[] archive = Files.readAllBytes(CheckpointsTest.resource(name));

    archive[begin(archive, "zip/data/0") + 8] ^= 0x10;
    TensorSource source = Checkpoints.open(file(archive));

    assertThat(source.names())
        .filteredOn(tensor -> isRefused(source, tensor))
        .as("the tensors of that storage alone")
        .hasSize(1);
  }

  private static boolean isRefused(TensorSource source, String name) {
    try {
      CheckpointsTest.values(source, name);
      return false;
    } catch (WeightsException e) {
      assertThat(e).hasMessageContaining("model.pth").hasMessageContaining("damaged");
      return true;
    }
  }

  @Test
  void aWrongBitInThePickleIsFoundAtOnce() throws IOException {
    byte[] archive = Files.readAllBytes(CheckpointsTest.resource("zip.pth"));
    int at = new String(archive, StandardCharsets.ISO_8859_1).indexOf("bfloat16");
    archive[at] ^= 0x20; // a name would be another
    Path file = file(archive);

    assertThatThrownBy(() -> Checkpoints.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("its entry zip/data.pkl is damaged: its checksum is another");
  }

  @Test
  void anArchiveWithoutChecksumsIsReadAsItIs() throws IOException {
    byte[] archive = Files.readAllBytes(CheckpointsTest.resource("zip.pth"));
    ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 46 < archive.length; i++) {
      if (bytes.getInt(i) == CENTRAL) {
        bytes.putInt(i + 16, 0); // as PyTorch does where checksums are switched off
      }
    }
    assertThat(CheckpointsTest.values(Checkpoints.open(file(archive)), "float32"))
        .containsExactly(-2, -1, 0, 1, 2, 3);
  }
}
