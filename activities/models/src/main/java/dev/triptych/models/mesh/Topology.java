package dev.triptych.models.mesh;

import java.util.Arrays;

/** How the triangles of a mesh hang together. */
public final class Topology {
  private Topology() {}

  /**
   * Whether the mesh bounds a volume: each edge belongs to exactly two triangles, which go along it
   * in opposite directions.
   */
  public static boolean closed(TriangleMesh mesh) {
    long[] edges = edges(mesh);
    for (int i = 0; i < edges.length; i++) {
      boolean again = i > 0 && edges[i] == edges[i - 1];
      long back = edges[i] << 32 | edges[i] >>> 32;
      if (again || Arrays.binarySearch(edges, back) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Vertices − edges + triangles: 2 for each body without holes, 0 for a torus. */
  public static int eulerCharacteristic(TriangleMesh mesh) {
    long undirected =
        Arrays.stream(edges(mesh))
            .map(edge -> edge >>> 32 < (edge & 0xffffffffL) ? edge : edge << 32 | edge >>> 32)
            .distinct()
            .count();
    return (int) (mesh.vertexCount() - undirected + mesh.triangleCount());
  }

  /** From and to, sorted: 32 bits each. */
  private static long[] edges(TriangleMesh mesh) {
    int[] corners = mesh.triangles();
    long[] edges = new long[corners.length];
    for (int i = 0; i < corners.length; i++) {
      int next = i % 3 == 2 ? i - 2 : i + 1;
      edges[i] = (long) corners[i] << 32 | corners[next];
    }
    Arrays.sort(edges);
    return edges;
  }

  /** The connected part with the most triangles; the first of several, and nothing of nothing. */
  public static TriangleMesh largestComponent(TriangleMesh mesh) {
    int[] parts = parts(mesh);
    int[] sizes = new int[mesh.vertexCount()];
    int largest = 0;
    for (int i = 0; i < mesh.triangles().length; i += 3) {
      int part = parts[mesh.triangles()[i]];
      if (++sizes[part] > sizes[largest]) {
        largest = part;
      }
    }
    int[] numbers = new int[mesh.vertexCount()];
    FloatList positions = new FloatList();
    for (int vertex = 0; vertex < numbers.length; vertex++) {
      if (parts[vertex] == largest) {
        numbers[vertex] = positions.size() / 3;
        for (int axis = 0; axis < 3; axis++) {
          positions.add(mesh.positions()[3 * vertex + axis]);
        }
      }
    }
    IntList triangles = new IntList();
    for (int i = 0; i < mesh.triangles().length; i++) {
      if (parts[mesh.triangles()[i]] == largest) {
        triangles.add(numbers[mesh.triangles()[i]]);
      }
    }
    return new TriangleMesh(positions.toArray(), triangles.toArray());
  }

  /** For each vertex the first one of its part. */
  private static int[] parts(TriangleMesh mesh) {
    int[] above = new int[mesh.vertexCount()];
    Arrays.setAll(above, vertex -> vertex);
    int[] corners = mesh.triangles();
    for (int i = 0; i < corners.length; i++) {
      int one = top(above, corners[i]);
      int other = top(above, corners[i - i % 3]);
      above[Math.max(one, other)] = Math.min(one, other);
    }
    for (int vertex = 0; vertex < above.length; vertex++) {
      above[vertex] = top(above, vertex);
    }
    return above;
  }

  private static int top(int[] above, int vertex) {
    int at = vertex;
    while (above[at] != at) {
      above[at] = above[above[at]]; // halves the way of the next
      at = above[at];
    }
    return at;
  }
}
