package dev.triptych.mannequin.photos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.models.images.Image;
import dev.triptych.models.photos.HeadSquare;
import dev.triptych.models.photos.Photo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VisitorPhotoTest {
  private static final Path EXAMPLE = Path.of("../../experiments/photos/visitor.jpg");

  /** {@code -Dtriptych.photo=write} writes it anew. */
  @Test
  void theExampleIsTheVisitor() throws IOException {
    byte[] made = VisitorPhoto.jpeg();
    if ("write".equals(System.getProperty("triptych.photo"))) {
      Files.createDirectories(EXAMPLE.getParent());
      Files.write(EXAMPLE, made);
    }

    int[] example = head(Files.readAllBytes(EXAMPLE)).levels();

    int[] expected = head(made).levels();
    for (int i = 0; i < expected.length; i++) { // encoders of other Javas may round otherwise
      assertThat(example[i]).isBetween(expected[i] - 3, expected[i] + 3);
    }
  }

  private static Image head(byte[] photo) throws IOException {
    HeadSquare square =
        new HeadSquare(
            VisitorPhoto.LEFT + VisitorPhoto.SIZE / 2.,
            VisitorPhoto.TOP + VisitorPhoto.SIZE / 2.,
            VisitorPhoto.SIZE,
            VisitorPhoto.ROLL);
    return Photo.of(photo).head(square, 64);
  }
}
