package dev.triptych.models.images;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import java.io.IOException;

class PngFuzzTest {
  private static final int PIXEL = 16; // bytes: 16 bits a channel, and a row of them twice
  private static final Allowance DECODED = new Allowance(PIXEL * Png.MAX_INFLATION);

  @FuzzTest
  void decodes(byte[] content) {
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
}
