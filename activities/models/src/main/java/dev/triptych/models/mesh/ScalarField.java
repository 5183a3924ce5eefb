package dev.triptych.models.mesh;

/** A number for each point of space, larger inside a body than outside. */
@FunctionalInterface
public interface ScalarField {
  /**
   * The values [n] at points of the world.
   *
   * @param points [n, 3]
   */
  float[] at(float[] points);
}
