package dev.triptych.models.mesh;

import dev.triptych.models.noise.CounterNoise;

/** Fields whose surfaces are known. */
final class Fields {
  private Fields() {}

  @FunctionalInterface
  interface Formula {
    double at(double x, double y, double z);
  }

  static ScalarField of(Formula formula) {
    return points -> {
      float[] values = new float[points.length / 3];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) formula.at(points[3 * i], points[3 * i + 1], points[3 * i + 2]);
      }
      return values;
    };
  }

  /** Above 0 in a ball. */
  static Formula ball(double x, double y, double z, double radius) {
    return (px, py, pz) -> radius - Math.hypot(Math.hypot(px - x, py - y), pz - z);
  }

  static ScalarField sphere(double radius) {
    return of(ball(0, 0, 0, radius));
  }

  /** Above 0 in a ring around the z axis. */
  static ScalarField torus(double ring, double tube) {
    return of((x, y, z) -> tube - Math.hypot(Math.hypot(x, y) - ring, z));
  }

  /** The worst of all: no point has to do with its neighbours. */
  static ScalarField noise(long seed) {
    CounterNoise noise = new CounterNoise(seed);
    return points -> noise.at("field").gaussian(0, points.length / 3);
  }
}
