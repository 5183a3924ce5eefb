package dev.triptych.mannequin.photos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.models.photos.Photo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VisitorPhotoTest {
  private static final Path FOLDER = Path.of("../../experiments/photos");
  private static final Path PHOTO = FOLDER.resolve("visitor.jpg");
  private static final Path MASK = FOLDER.resolve("visitor-mask.png");

  /** {@code -Dtriptych.photo=write} writes it anew. */
  @Test
  void theExampleIsTheVisitor() throws IOException {
    byte[] photo = VisitorPhoto.EXAMPLE.jpeg();
    byte[] mask = VisitorPhoto.EXAMPLE.mask();
    if ("write".equals(System.getProperty("triptych.photo"))) {
      Files.createDirectories(FOLDER);
      Files.write(PHOTO, photo);
      Files.write(MASK, mask);
    }

    assertAlike(head(Files.readAllBytes(PHOTO)), head(photo));
    assertAlike(head(Files.readAllBytes(MASK)), head(mask));
  }

  /** Encoders of other Javas may round otherwise. */
  private static void assertAlike(int[] levels, int[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(levels[i]).isBetween(expected[i] - 3, expected[i] + 3);
    }
  }

  private static int[] head(byte[] file) throws IOException {
    return Photo.of(file).head(VisitorPhoto.square(), 64).levels();
  }
}
