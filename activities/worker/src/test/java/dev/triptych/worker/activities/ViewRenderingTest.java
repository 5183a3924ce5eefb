package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.ViewAngle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewRenderingTest {
  private static final int X = 3; // of the camera-to-world matrix's last column
  private static final int Y = 7;

  @ParameterizedTest
  @EnumSource(AngleMode.class)
  void aPositivePitchLooksFromAboveAndAPositiveYawFromTheRight(AngleMode mode) {
    for (double degrees : new double[] {1, 12.5, 30}) {
      assertThat(at(mode, degrees, 0, Y)).as("pitch " + degrees).isPositive();
      assertThat(at(mode, -degrees, 0, Y)).as("pitch -" + degrees).isNegative();
      assertThat(at(mode, 0, degrees, X)).as("yaw " + degrees).isPositive();
      assertThat(at(mode, 0, -degrees, X)).as("yaw -" + degrees).isNegative();
    }
  }

  @ParameterizedTest
  @EnumSource(AngleMode.class)
  void theFrontalViewIsTheRigsOwn(AngleMode mode) {
    assertThat(ViewRendering.camera(Camera.Rig.FFHQ, mode, ViewAngle.FRONTAL))
        .isEqualTo(Camera.Rig.FFHQ.with(angles(mode)).frontal());
  }

  @ParameterizedTest
  @EnumSource(AngleMode.class)
  void keepsTheSamplersFlatterElevation(AngleMode mode) {
    double elevation = Math.toDegrees(Math.asin(at(mode, 30, 0, Y) / Camera.Rig.FFHQ.radius()));
    double expected =
        switch (mode) {
          case SAMPLER -> 19.47;
          case TRUE -> 30;
        };
    assertThat(elevation).isCloseTo(expected, within(0.01));
  }

  private static Camera.Angles angles(AngleMode mode) {
    return switch (mode) {
      case SAMPLER -> Camera.Angles.EG3D;
      case TRUE -> Camera.Angles.TRUE;
    };
  }

  private static double at(AngleMode mode, double pitch, double yaw, int index) {
    return ViewRendering.camera(Camera.Rig.FFHQ, mode, new ViewAngle(pitch, yaw))
        .label()
        .get(index);
  }
}
