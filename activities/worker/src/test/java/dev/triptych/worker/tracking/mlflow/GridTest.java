package dev.triptych.worker.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.triptych.models.images.Png;
import dev.triptych.worker.tracking.RunEvent.Frame;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static Frame frame(int step, char digit) {
    String sha256 = String.valueOf(digit).repeat(64);
    return new Frame(step, new ArtifactRef("blobs/sha256/" + sha256, sha256, 3, "image/png"));
  }

  @Test
  void theSamePictureHasTheSameNameAndAnotherOneAnother() {
    String path = Grid.path("portrait/yaw", frame(-30, 'a'), NOON);

    assertThat(Grid.path("portrait/yaw", frame(-30, 'a'), NOON)).isEqualTo(path);
    assertThat(Grid.path("portrait/yaw", frame(-30, 'b'), NOON)).isNotEqualTo(path);
  }

  @Test
  void refusesANameThatWouldHideAllPictures() {
    assertThatIllegalArgumentException().isThrownBy(() -> Grid.path("p+10", frame(0, 'a'), NOON));
  }

  @ParameterizedTest
  @CsvSource({"64, 64, 256, 256", "512, 256, 256, 128", "256, 100, 256, 100"})
  void copiesAreAsLargeAsTheGridShowsThem(int width, int height, int copyWidth, int copyHeight)
      throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);

    BufferedImage copy = Png.decode(Grid.small(Png.encode(picture))).orElseThrow();

    assertThat(copy.getWidth()).isEqualTo(copyWidth);
    assertThat(copy.getHeight()).isEqualTo(copyHeight);
  }
}
