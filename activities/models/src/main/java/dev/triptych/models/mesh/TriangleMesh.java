package dev.triptych.models.mesh;

/**
 * Triangles over shared vertices, counter-clockwise as they are seen from outside.
 *
 * @param positions [vertices, 3]
 * @param triangles numbers of vertices, [triangles, 3]
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never changed or compared
public record TriangleMesh(float[] positions, int[] triangles) {
  public TriangleMesh {
    if (positions.length % 3 != 0 || triangles.length % 3 != 0) {
      throw new IllegalArgumentException(
          positions.length + " coordinates and " + triangles.length + " corners are no triangles");
    }
  }

  public int vertexCount() {
    return positions.length / 3;
  }

  public int triangleCount() {
    return triangles.length / 3;
  }

  /** The volume inside; of a mesh that is not {@link Topology#closed} it means nothing. */
  public double volume() {
    double six = 0;
    for (int i = 0; i < triangles.length; i += 3) {
      int a = 3 * triangles[i];
      int b = 3 * triangles[i + 1];
      int c = 3 * triangles[i + 2];
      for (int axis = 0; axis < 3; axis++) {
        int u = (axis + 1) % 3;
        int v = (axis + 2) % 3;
        double cross =
            (double) positions[b + u] * positions[c + v]
                - (double) positions[b + v] * positions[c + u];
        six += positions[a + axis] * cross;
      }
    }
    return six / 6;
  }

  /**
   * The lowest and the highest coordinate on each axis: [2, 3].
   *
   * @throws IllegalStateException if there is no vertex
   */
  public float[][] bounds() {
    if (positions.length == 0) {
      throw new IllegalStateException("nothing has no bounds");
    }
    float[][] bounds = {{positions[0], positions[1], positions[2]}, new float[3]};
    bounds[1] = bounds[0].clone();
    for (int i = 0; i < positions.length; i++) {
      bounds[0][i % 3] = Math.min(bounds[0][i % 3], positions[i]);
      bounds[1][i % 3] = Math.max(bounds[1][i % 3], positions[i]);
    }
    return bounds;
  }

  /**
   * Unit normals of the vertices, [vertices, 3]: the mean of their triangles', by area. A vertex of
   * no area has one of zeros.
   */
  float[] normals() {
    double[] sums = new double[positions.length];
    for (int i = 0; i < triangles.length; i += 3) {
      int a = 3 * triangles[i];
      int b = 3 * triangles[i + 1];
      int c = 3 * triangles[i + 2];
      for (int axis = 0; axis < 3; axis++) {
        int u = (axis + 1) % 3;
        int v = (axis + 2) % 3;
        double area =
            (double) (positions[b + u] - positions[a + u]) * (positions[c + v] - positions[a + v])
                - (double) (positions[b + v] - positions[a + v])
                    * (positions[c + u] - positions[a + u]);
        sums[a + axis] += area;
        sums[b + axis] += area;
        sums[c + axis] += area;
      }
    }
    float[] normals = new float[positions.length];
    for (int i = 0; i < normals.length; i += 3) {
      double length = Math.hypot(Math.hypot(sums[i], sums[i + 1]), sums[i + 2]);
      for (int axis = 0; axis < 3 && length > 0; axis++) {
        normals[i + axis] = (float) (sums[i + axis] / length);
      }
    }
    return normals;
  }
}
