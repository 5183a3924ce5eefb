package dev.triptych.models.photos;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.models.images.PictureFile;

/** Photos as they come: what is none is refused, and a small file takes little memory. */
class PhotoFuzzTest {
  private static final int PIXEL = 16; // bytes: 16 bits a channel, and a row of them twice
  private static final Allowance READ = new Allowance(PIXEL * PictureFile.MAX_INFLATION);
  private static final int SIZE = 64;

  @FuzzTest
  void isReadOrRefused(byte[] content) {
    READ.spend(
        content.length,
        () -> {
          try {
            Photo photo = Photo.of(content);
            photo.head(HeadSquare.middle(photo.width(), photo.height()), SIZE);
          } catch (InvalidPhoto e) {
            // says what is wrong with it
          }
        });
  }
}
