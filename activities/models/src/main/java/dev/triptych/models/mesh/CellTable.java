package dev.triptych.models.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The triangles in a cell of eight points for each of the 256 ways in which these can be inside or
 * outside (Lorensen and Cline 1987, Marching Cubes), made from two rules instead of a list.
 *
 * <p>A face of the cell is cut by lines that each separate one run of inside corners from the rest;
 * where two inside corners lie across, each has a line of its own. This looks at the face alone, so
 * both cells at a face cut it alike, and nothing is left open. The lines of all faces join to
 * polygons. These are split along diagonals that lie in no face, so that no two cells share one:
 * every edge belongs to exactly two triangles.
 *
 * <p>Bit {@code a} of a corner's number is its place on axis {@code a}. An edge's number is four
 * times its axis, and the places of its ends on the two other axes as bits.
 */
final class CellTable {
  static final int CORNERS = 8;
  static final int EDGES = 12;

  private static final int SIDES = 4; // of a face

  /** The corners of each face, counter-clockwise as they are seen from outside. */
  private static final int[][] FACES = faces();

  /** Edges of the triangles, three for each, by the set of inside corners. */
  private static final int[][] TRIANGLES = triangles();

  private CellTable() {}

  /**
   * Edges on which the corners of the triangles lie, three for each triangle, counter-clockwise as
   * they are seen from outside of the body.
   *
   * @param inside a bit for each corner
   */
  static int[] triangles(int inside) {
    return TRIANGLES[inside];
  }

  private static int[][] faces() {
    int[][] faces = new int[6][];
    for (int axis = 0; axis < 3; axis++) {
      int u = 1 << (axis + 1) % 3;
      int v = 1 << (axis + 2) % 3;
      int far = 1 << axis;
      faces[2 * axis] = new int[] {0, v, u | v, u};
      faces[2 * axis + 1] = new int[] {far, far | u, far | u | v, far | v};
    }
    return faces;
  }

  private static int edge(int one, int other) {
    int axis = Integer.numberOfTrailingZeros(one ^ other);
    int low = Math.min(one, other);
    return switch (axis) {
      case 0 -> low >> 1;
      case 1 -> 4 + ((low & 1) | (low >> 1));
      default -> 8 + low;
    };
  }

  private static int edge(int[] face, int side) {
    return edge(face[side], face[(side + 1) % SIDES]);
  }

  private static int[][] triangles() {
    int[] facesOfEdges = new int[EDGES];
    for (int i = 0; i < FACES.length; i++) {
      for (int side = 0; side < SIDES; side++) {
        facesOfEdges[edge(FACES[i], side)] |= 1 << i;
      }
    }
    int[][] triangles = new int[1 << CORNERS][];
    for (int inside = 0; inside < triangles.length; inside++) {
      IntList all = new IntList();
      for (int[] polygon : polygons(inside)) {
        for (int[] triangle : new Splitting(polygon, facesOfEdges).triangles()) {
          Arrays.stream(triangle).forEach(all::add);
        }
      }
      triangles[inside] = all.toArray();
    }
    return triangles;
  }

  private static List<int[]> polygons(int inside) {
    int[] next = new int[EDGES];
    Arrays.fill(next, -1);
    for (int[] face : FACES) {
      for (int side = 0; side < SIDES; side++) {
        if (!in(inside, face, side) && in(inside, face, side + 1)) {
          int last = side + 1;
          while (in(inside, face, last + 1)) {
            last++;
          }
          next[edge(face, side)] = edge(face, last % SIDES);
        }
      }
    }
    List<int[]> polygons = new ArrayList<>();
    for (int start = 0; start < EDGES; start++) {
      IntList polygon = new IntList();
      int at = start;
      while (next[at] >= 0) {
        polygon.add(at);
        int following = next[at];
        next[at] = -1;
        at = following;
      }
      if (polygon.size() > 0) {
        polygons.add(polygon.toArray());
      }
    }
    return polygons;
  }

  private static boolean in(int inside, int[] face, int corner) {
    return (inside >> face[corner % SIDES] & 1) == 1;
  }

  /** A way to split a polygon, [n] edges, along diagonals whose ends have no face in common. */
  private record Splitting(int[] polygon, int[] facesOfEdges) {
    List<int[]> triangles() {
      List<int[]> found = between(0, polygon.length - 1);
      if (found == null) { // of none of the 256 cases
        throw new IllegalStateException("no diagonals for " + Arrays.toString(polygon));
      }
      return found;
    }

    private @Nullable List<int[]> between(int first, int last) {
      if (last - first < 2) {
        return List.of();
      }
      for (int middle = first + 1; middle < last; middle++) {
        if (allowed(first, middle) && allowed(middle, last)) {
          List<int[]> before = between(first, middle);
          List<int[]> after = between(middle, last);
          if (before != null && after != null) {
            List<int[]> all = new ArrayList<>(before);
            all.add(new int[] {polygon[first], polygon[middle], polygon[last]});
            all.addAll(after);
            return all;
          }
        }
      }
      return null;
    }

    private boolean allowed(int one, int other) {
      return other - one == 1 || (facesOfEdges[polygon[one]] & facesOfEdges[polygon[other]]) == 0;
    }
  }
}
