package dev.triptych.models.eg3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Safetensors;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CameraTest {
  @ParameterizedTest
  @EnumSource(Camera.Angles.class)
  void looksStraightAtTheFaceFromTheFront(Camera.Angles angles) {
    Camera front = new Camera.Rig(angles, 2.7, 0.2, 4.2647).frontal();
    assertThat(rounded(front).subList(0, 16))
        .containsExactly(
            1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 2.7, 0.0, 0.0, 0.0, 1.0);
    assertThat(rounded(front).subList(16, 25))
        .containsExactly(4.2647, 0.0, 0.5, 0.0, 4.2647, 0.5, 0.0, 0.0, 1.0);
  }

  @Test
  void placesEg3dsPositivePitchBelowTheHeadAndLowerThanItSounds() {
    Camera.Rig rig = Camera.Rig.FFHQ;
    assertThat(x(rig.at(0, 30))).isCloseTo(1.35, within(1e-4));
    assertThat(y(rig.at(30, 0))).isCloseTo(-0.9, within(1e-4)); // an elevation of −19.471°
    assertThat(y(rig.at(-30, 0))).isCloseTo(0.9, within(1e-4));
  }

  @Test
  void placesATruePitchAboveTheHead() {
    Camera.Rig rig = Tiny.RIG;
    assertThat(y(rig.at(30, 0))).isCloseTo(1.35, within(1e-4));
    assertThat(x(rig.at(30, 30))).isCloseTo(2.7 * Math.cos(Math.PI / 6) * 0.5, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"EG3D,-12,25,0.2", "EG3D,30,-30,0.2", "TRUE,20,-28,0", "TRUE,-31,5,0.1"})
  void seesThePivotInTheMiddleOfAnUprightImage(
      Camera.Angles angles, double pitch, double yaw, double pivotZ) {
    Camera camera = new Camera.Rig(angles, 2.7, pivotZ, 4.2647).at(pitch, yaw);
    double[] origin = {value(camera, 0, 3), value(camera, 1, 3), value(camera, 2, 3)};
    double distance = Math.hypot(Math.hypot(origin[0], origin[1]), origin[2] - pivotZ);
    double[] pivot = {0, 0, pivotZ};
    for (int row = 0; row < 3; row++) {
      assertThat(origin[row] + distance * value(camera, row, 2))
          .isCloseTo(pivot[row], within(1e-5));
    }
    assertThat(value(camera, 1, 0)).as("right is horizontal").isZero();
    assertThat(value(camera, 1, 1)).as("image rows run downwards").isNegative();
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double dot = 0;
        for (int row = 0; row < 3; row++) {
          dot += value(camera, row, a) * value(camera, row, b);
        }
        assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void castsRaysThroughPixelCentresRowByRow() {
    try (NDManager manager = Torch.newManager()) {
      NDArray cameras = Camera.labels(List.of(Tiny.RIG.frontal()), manager);
      NDArray[] rays = VolumeRenderer.rays(cameras, 2);
      assertThat(rays[0].toFloatArray()).containsExactly(0, 0, 2.7f);
      float[] directions = rays[1].toFloatArray();
      double slope = 0.25 / 4.2647; // a quarter of the image's width from its centre
      double length = Math.sqrt(1 + 2 * slope * slope);
      float s = (float) (slope / length);
      float z = (float) (-1 / length);
      assertThat(directions)
          .containsExactly(new float[] {-s, s, z, s, s, z, -s, -s, z, s, -s, z}, within(1e-6f));
    }
  }

  @Test
  void keepsEg3dsRoundedFieldOfView() {
    assertThat(Camera.focalOf(18.837)).isCloseTo(4.2634, within(1e-4));
  }

  @Test
  void standsWhereTheReferencesSamplerPutsIt() throws URISyntaxException {
    Path file =
        Path.of(CameraTest.class.getResource("/parity/eg3d/eg3d_ffhq512_128.safetensors").toURI());
    Camera.Rig rig = new Camera.Rig(Camera.Angles.EG3D, 2.7, 0.2, Camera.focalOf(18.837));
    try (NDManager manager = Torch.newManager()) {
      float[] stored = Safetensors.open(file).read("camera.side", manager).toFloatArray();
      float[] ours = Camera.labels(List.of(rig.at(-12, 25)), manager).toFloatArray();
      assertThat(ours).containsExactly(stored, within(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource(Camera.Angles.class)
  void labelsTheSameCamerasOnTheDevice(Camera.Angles angles) {
    Camera.Rig rig = new Camera.Rig(angles, 2.7, .2, 4.2647);
    try (NDManager manager = Torch.newManager()) {
      float[] radians = {
        (float) Math.toRadians(-12), (float) Math.toRadians(25), (float) Math.toRadians(31), 0
      };
      float[] expected =
          Camera.labels(List.of(rig.at(-12, 25), rig.at(31, 0)), manager).toFloatArray();
      NDArray labels = rig.labels(manager.create(radians, new Shape(2, 2)), manager);
      assertThat(labels.toFloatArray()).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void refusesAWrongLabel() {
    assertThatThrownBy(() -> Camera.of(new float[16])).hasMessageContaining("25 numbers, not 16");
  }

  private static List<Double> rounded(Camera camera) {
    return camera.label().stream().map(v -> Math.round(v * 1e4) / 1e4 + 0.0).toList();
  }

  private static double x(Camera camera) {
    return value(camera, 0, 3);
  }

  private static double y(Camera camera) {
    return value(camera, 1, 3);
  }

  private static double value(Camera camera, int row, int column) {
    return camera.label().get(4 * row + column);
  }
}
