package dev.triptych.models.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Pictures as they come, and with their chunks' checksums mended, which no fuzzer guesses. */
class PngFuzzTest {
  private static final int PIXEL = 16; // bytes: 16 bits a channel, and a row of them twice
  private static final Allowance DECODED = new Allowance(PIXEL * PictureFile.MAX_INFLATION);
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12; // a chunk's length, type and checksum

  @FuzzTest
  void decodes(byte[] content) {
    decode(content);
    decode(mended(content));
  }

  private static void decode(byte[] content) {
    DECODED.spend(
        content.length,
        () -> {
          try {
            Png.decode(content);
          } catch (IOException e) {
            // says what is wrong with the picture
          }
        });
  }

  private static byte[] mended(byte[] content) {
    ByteBuffer picture = ByteBuffer.wrap(content.clone());
    for (int at = SIGNATURE; at + AROUND <= content.length; ) {
      int length = picture.getInt(at);
      if (length < 0 || length > content.length - at - AROUND) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(content, at + 4, 4 + length);
      picture.putInt(at + 8 + length, (int) sum.getValue());
      at += AROUND + length;
    }
    return picture.array();
  }
}
