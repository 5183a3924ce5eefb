package dev.triptych.models.eg3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurntableTest {
  private static final List<Camera> CAMERAS = Turntable.cameras(Camera.Rig.FFHQ, 120);

  private static double elevation(Camera camera) {
    return Math.toDegrees(Math.asin(camera.origin()[1] / 2.7));
  }

  private static double azimuth(Camera camera) {
    return Math.toDegrees(Math.atan2(camera.origin()[0], camera.origin()[2]));
  }

  @Test
  void goesAroundTheFaceOnce() {
    assertThat(CAMERAS).hasSize(120);
    assertThat(azimuth(CAMERAS.get(0))).isCloseTo(0, within(1e-4));
    assertThat(azimuth(CAMERAS.get(30))).isCloseTo(Math.toDegrees(.35), within(1e-3));
    assertThat(azimuth(CAMERAS.get(90))).isCloseTo(Math.toDegrees(-.35), within(1e-3));
    // A nominal pitch p of EG3D's sampler is an elevation of -asin(2 p / pi).
    assertThat(elevation(CAMERAS.get(0)))
        .isCloseTo(-Math.toDegrees(Math.asin(.4 / Math.PI)), within(1e-3));
    assertThat(elevation(CAMERAS.get(60)))
        .isCloseTo(Math.toDegrees(Math.asin(.6 / Math.PI)), within(1e-3));
  }

  @Test
  void endsWhereItBegins() {
    double largest =
        IntStream.range(1, 120)
            .mapToDouble(i -> apart(CAMERAS.get(i - 1), CAMERAS.get(i)))
            .max()
            .orElseThrow();

    assertThat(apart(CAMERAS.get(119), CAMERAS.get(0))).isPositive().isLessThanOrEqualTo(largest);
  }

  private static double apart(Camera one, Camera other) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += Math.pow(one.origin()[i] - other.origin()[i], 2);
    }
    return Math.sqrt(sum);
  }
}
