package dev.triptych.models.mesh;

import java.util.Locale;

/**
 * Triangles with a normal and a colour at each vertex.
 *
 * @param normals of length 1, outwards, [vertices, 3]
 * @param colours red, green and blue in [0, 1], sRGB as in pictures, [vertices, 3]
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never changed or compared
public record PaintedMesh(TriangleMesh mesh, float[] normals, float[] colours) {
  public PaintedMesh {
    int expected = mesh.positions().length;
    if (normals.length != expected || colours.length != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d coordinates of vertices, %d of normals and %d colours do not match",
              expected,
              normals.length,
              colours.length));
    }
  }

  /** The same with lengths times {@code factor}. */
  public PaintedMesh scaled(double factor) {
    float[] positions = mesh.positions().clone();
    for (int i = 0; i < positions.length; i++) {
      positions[i] = (float) (positions[i] * factor);
    }
    return new PaintedMesh(new TriangleMesh(positions, mesh.triangles()), normals, colours);
  }
}
