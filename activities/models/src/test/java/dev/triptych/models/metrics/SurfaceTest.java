package dev.triptych.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.images.Image;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SurfaceTest {
  private static final Camera LEFT = Scene.RIG.at(0, -6);
  private static final Camera RIGHT = Scene.RIG.at(5, 6);

  /** Linear over the plane, so that bilinear lookup finds it nearly exactly. */
  private static final Function<double[], Double> SLOPE = point -> .5 + point[0] + .5 * point[1];

  @Test
  void aBallIsAsRoughAsItIsSmall() {
    assertThat(roughness(Scene.ball(.25))).isCloseTo(4, within(.15));
    assertThat(roughness(Scene.ball(.125))).isCloseTo(8, within(.4));
  }

  @Test
  void aPlaneIsNotRough() {
    assertThat(roughness(Scene.plane(.1))).isCloseTo(0, within(.01));
  }

  @Test
  void wavesMakeAPlaneRough() {
    // z = a sin(kx) has the curvature a k² |sin| where it is flat, 2 a k² / π in the mean.
    double a = .0005;
    double k = 40;
    Scene.Shape waves =
        (origin, direction) -> {
          double t = -origin[2] / direction[2];
          double x = origin[0] + t * direction[0];
          return (a * Math.sin(k * x) - origin[2]) / direction[2];
        };
    // Half of all neighbours lie along the waves, where nothing changes.
    assertThat(roughness(waves)).isCloseTo(a * k * k / Math.PI, within(.02));
  }

  @Test
  void nothingSolidHasNoRoughness() {
    Scene.Shape nothing = (origin, direction) -> Double.NaN;

    assertThat(new Surface(List.of(Scene.depth(nothing, LEFT))).roughness()).isEmpty();
  }

  @Test
  void picturesOfOnePlaneAgree() {
    ViewConsistency found = consistency(Scene.plane(0), SLOPE, SLOPE);

    assertThat(found.l1()).hasSize(1);
    assertThat(found.l1()[0]).isCloseTo(0, within(5e-4));
    assertThat(found.psnr()[0]).isGreaterThan(55);
  }

  @Test
  void aBrighterPictureDiffersByJustThat() {
    ViewConsistency found = consistency(Scene.plane(0), SLOPE, p -> SLOPE.apply(p) + .1);

    assertThat(found.l1()[0]).isCloseTo(.1, within(1e-3));
    assertThat(found.psnr()[0]).isCloseTo(20, within(.1));
  }

  @Test
  void whatOneCameraDoesNotSeeIsNotCompared() {
    // A square floats above a plane and hides another part of it from each camera; square and plane
    // have different greys, so that comparing through it would cost.
    Scene.Shape both = Scene.union(Scene.square(.06, .15), Scene.plane(0));
    ViewConsistency found = consistency(both, SurfaceTest::byDepth, SurfaceTest::byDepth);

    assertThat(found.l1()[0]).isCloseTo(0, within(1e-3));
  }

  @Test
  void noiseOf8BitsIsTheMost() {
    ViewConsistency found = consistency(Scene.plane(0), p -> .5, p -> .5);

    assertThat(found.l1()).containsExactly(0);
    assertThat(found.psnr()[0]).isCloseTo(58.92, within(.01));
  }

  @Test
  void looksAtNeighboursAlone() {
    List<Camera> cameras = Stream.of(-20, -10, 0, 10, 20).map(yaw -> Scene.RIG.at(0, yaw)).toList();
    List<DepthMap> views =
        cameras.stream().map(camera -> Scene.depth(Scene.ball(.2), camera)).toList();
    List<Image> pictures =
        cameras.stream().map(c -> Scene.picture(Scene.ball(.2), c, p -> .5)).toList();

    assertThat(new Surface(views).consistency(pictures).l1()).hasSize(4);
  }

  @Test
  void viewsWithoutACommonSurfaceSayNothing() {
    Scene.Shape nothing = (origin, direction) -> Double.NaN;

    assertThat(consistency(nothing, SLOPE, SLOPE).l1()).isEmpty();
  }

  private static double byDepth(double[] point) {
    return point[2] > .1 ? .2 : .8;
  }

  private static double roughness(Scene.Shape shape) {
    return new Surface(List.of(Scene.depth(shape, Scene.RIG.frontal()))).roughness()[0];
  }

  private static ViewConsistency consistency(
      Scene.Shape shape, Function<double[], Double> left, Function<double[], Double> right) {
    return new Surface(List.of(Scene.depth(shape, LEFT), Scene.depth(shape, RIGHT)))
        .consistency(List.of(Scene.picture(shape, LEFT, left), Scene.picture(shape, RIGHT, right)));
  }
}
