package dev.triptych.mannequin.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.mannequin.appearance.Identity;
import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Trait;
import dev.triptych.models.noise.CounterNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadFieldTest {
  private static final HeadField HEAD = new HeadField(Look.usual());

  @Test
  void isDenseInsideTheHeadAndEmptyOutside() {
    float[] points = {
      0, 0, 0, 0, .05f, .05f, 0, -.30f, -.04f, .3f, .3f, .3f, 0, .33f, 0, 0, 0, .3f
    };
    float[] densities = new float[6];
    HEAD.density(points, densities);
    for (int i = 0; i < 3; i++) {
      assertThat(densities[i]).isGreaterThan(.95f * HeadField.DENSITY);
    }
    for (int i = 3; i < 6; i++) {
      assertThat(densities[i]).isBetween(0f, .01f);
    }
  }

  @Test
  void hasHalfItsDensityOnTheSurface() {
    float near = 0;
    float far = .4f;
    float[] distance = new float[1];
    for (int i = 0; i < 40; i++) {
      float middle = (near + far) / 2;
      HEAD.sdf(new float[] {0, 0, middle}, distance);
      if (distance[0] < 0) {
        near = middle;
      } else {
        far = middle;
      }
    }
    float[] density = new float[1];
    HEAD.density(new float[] {0, 0, near}, density);
    assertThat(density[0]).isCloseTo(HeadField.DENSITY / 2, within(.1f));
    assertThat(near).isBetween(.13f, .18f); // the bridge of the nose
  }

  @ParameterizedTest
  @MethodSource("dev.triptych.mannequin.appearance.Styles#all")
  void everyStyleStaysInTheBox(Style style) {
    float[] points = new float[3 * 6 * 41 * 41];
    int at = 0;
    for (int axis = 0; axis < 3; axis++) {
      for (float wall : new float[] {-.345f, .345f}) {
        for (int i = 0; i < 41 * 41; i++) {
          points[at + axis] = wall;
          points[at + (axis + 1) % 3] = -.345f + .69f * (i % 41) / 40;
          points[at + (axis + 2) % 3] = -.345f + .69f * (i / 41) / 40;
          at += 3;
        }
      }
    }
    float[] distances = new float[points.length / 3];
    for (int person = 0; person < 3; person++) {
      new HeadField(style.applyTo(person(person))).sdf(points, distances);
      for (float distance : distances) {
        assertThat(distance).isGreaterThan(.008f);
      }
    }
  }

  @Test
  void isTheSameLeftAndRight() {
    float[] left = randomPoints(500);
    float[] right = left.clone();
    for (int i = 0; i < right.length; i += 3) {
      right[i] = -right[i];
    }
    HeadField head = new HeadField(person(3));
    float[] leftColours = new float[left.length];
    float[] rightColours = new float[left.length];
    head.colours(left, leftColours);
    head.colours(right, rightColours);
    assertThat(leftColours).containsExactly(rightColours);
  }

  @Test
  void lightsUpwardSurfacesMoreThanDownwardOnes() {
    Look bald = Look.usual().with(Trait.BALDNESS, 1);
    float[] points = {0, .155f, 0, 0, -.235f, .10f}; // the crown, below the chin
    float[] colours = new float[6];
    float[] shaded = new float[6];
    HeadField head = new HeadField(bald);
    head.colours(points, colours);
    head.shaded(points, shaded);
    assertThat(shaded[0] / colours[0]).isGreaterThan(1.2f * shaded[3] / colours[3]);
  }

  @Test
  void aRayThroughThePointsAgreesWithTheRenderer() {
    HeadField head = new HeadField(person(5));
    int size = 64;
    int[][] pixels = {{32, 30}, {22, 45}, {40, 50}, {12, 32}, {60, 32}, {36, 8}, {2, 2}};
    float[] image = HeadRenderer.render(head, 12, -20, size);
    HeadCamera camera = new HeadCamera(12, -20);
    for (int[] pixel : pixels) {
      float[] expected = march(head, camera, pixel[0], pixel[1], size);
      for (int c = 0; c < 3; c++) {
        assertThat(image[(c * size + pixel[0]) * size + pixel[1]])
            .as("row %d column %d channel %d", pixel[0], pixel[1], c)
            .isCloseTo(expected[c], within(.06f));
      }
    }
  }

  /** Plain quadrature with many samples on 3 x 3 rays, from the public point methods only. */
  private static float[] march(HeadField head, HeadCamera camera, int row, int column, int size) {
    int steps = 400;
    float step = (HeadCamera.FAR - HeadCamera.NEAR) / steps;
    float[] origin = camera.origin();
    float[] ray = new float[3];
    float[] mean = new float[3];
    for (int sub = 0; sub < 9; sub++) {
      double u = (column + (sub % 3 + .5) / 3) / size;
      double v = (row + (sub / 3 + .5) / 3) / size;
      camera.direction(u, v, ray);
      float[] points = new float[3 * steps];
      for (int i = 0; i < 3 * steps; i++) {
        float t = HeadCamera.NEAR + (i / 3 + .5f) * step;
        points[i] = origin[i % 3] + t * ray[i % 3];
      }
      float[] densities = new float[steps];
      float[] colours = new float[3 * steps];
      head.density(points, densities);
      head.shaded(points, colours);
      double light = 1;
      for (int i = 0; i < steps; i++) {
        double weight = light * (1 - Math.exp(-step * densities[i]));
        light -= weight;
        for (int c = 0; c < 3; c++) {
          mean[c] += (float) (weight * colours[3 * i + c] / 9);
        }
      }
      for (int c = 0; c < 3; c++) {
        mean[c] += (float) (light / 9);
      }
    }
    return mean;
  }

  private static float[] randomPoints(int count) {
    float[] points = new float[3 * count];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) (new CounterNoise(3).uniform(0, i) - .5) * .6f;
    }
    return points;
  }

  private static Look person(int index) {
    return Look.ofLatent(new CounterNoise(11).gaussian(index, Identity.LATENT_SIZE));
  }
}
