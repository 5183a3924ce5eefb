package dev.triptych.models.mesh;

import dev.triptych.models.finite.Finite;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The surface on which a field has a level, with a vertex wherever it crosses an edge of the grid.
 * The surface is closed and without boundary: each edge belongs to two triangles. The grid is
 * walked through slice by slice, and no more than two are in memory.
 */
public final class MarchingCubes {
  /** What lies in the border of the grid: no raw density of a network is as low. */
  private static final float EMPTY = -1000;

  /** Vertices keep off the grid's points, where several would fall on one place. */
  private static final float NEAREST = 1e-3f;

  private final ScalarField field;
  private final Grid grid;
  private final float level;
  private final int n;
  private final FloatList positions = new FloatList();
  private final IntList triangles = new IntList();

  /** Numbers of the vertices on the edges of two neighbouring slices and between them. */
  private final int[][] alongX;

  private final int[][] alongY;
  private final int[] alongZ;

  private MarchingCubes(ScalarField field, Grid grid, double level) {
    this.field = field;
    this.grid = grid;
    this.level = (float) level;
    this.n = grid.resolution();
    this.alongX = new int[2][n * n];
    this.alongY = new int[2][n * n];
    this.alongZ = new int[n * n];
  }

  /**
   * The surface of where the field is above {@code level}; empty if it is nowhere.
   *
   * @param level above -1000
   * @param progress is told after each slice how many of the grid's are done
   * @throws dev.triptych.models.finite.NonFiniteException if a value is NaN or infinite
   */
  public static TriangleMesh surface(
      ScalarField field, Grid grid, double level, IntConsumer progress) {
    if (!(level > EMPTY) || Double.isInfinite(level)) {
      throw new IllegalArgumentException("a level is a number above " + EMPTY + ", not " + level);
    }
    return new MarchingCubes(field, grid, level).walk(progress);
  }

  private TriangleMesh walk(IntConsumer progress) {
    float[] below = slice(0);
    for (int k = 1; k < n; k++) {
      float[] above = slice(k);
      swap(alongX);
      swap(alongY);
      cross(below, above, k);
      fill(below, above);
      below = above;
      progress.accept(k + 1);
    }
    return new TriangleMesh(positions.toArray(), triangles.toArray());
  }

  private static void swap(int[][] pair) {
    int[] former = pair[0];
    pair[0] = pair[1];
    pair[1] = former;
  }

  /** The values [y, x] of the points with this place on the z axis. */
  private float[] slice(int k) {
    float[] values = new float[n * n];
    Arrays.fill(values, EMPTY);
    int border = grid.border();
    int inner = grid.inner();
    if (k < border || k >= border + inner) {
      return values;
    }
    float[] points = new float[3 * inner * inner];
    for (int i = 0; i < inner * inner; i++) {
      points[3 * i] = (float) grid.place(border + i % inner);
      points[3 * i + 1] = (float) grid.place(border + i / inner);
      points[3 * i + 2] = (float) grid.place(k);
    }
    float[] known = Finite.require(field.at(points), "the density");
    for (int row = 0; row < inner; row++) {
      System.arraycopy(known, row * inner, values, (border + row) * n + border, inner);
    }
    return values;
  }

  /** Puts vertices on the edges of slice {@code k} and on those that lead to it. */
  private void cross(float[] below, float[] above, int k) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        int at = j * n + i;
        if (crosses(below[at], above[at])) {
          alongZ[at] = vertex(i, j, k - 1 + share(below[at], above[at]));
        }
        if (i + 1 < n && crosses(above[at], above[at + 1])) {
          alongX[1][at] = vertex(i + share(above[at], above[at + 1]), j, k);
        }
        if (j + 1 < n && crosses(above[at], above[at + n])) {
          alongY[1][at] = vertex(i, j + share(above[at], above[at + n]), k);
        }
      }
    }
  }

  private boolean crosses(float one, float other) {
    return one > level != other > level;
  }

  private float share(float from, float to) {
    return Math.max(NEAREST, Math.min(1 - NEAREST, (level - from) / (to - from)));
  }

  private int vertex(double i, double j, double k) {
    double half = grid.side() / 2;
    positions.add((float) (i * grid.spacing() - half));
    positions.add((float) (j * grid.spacing() - half));
    positions.add((float) (k * grid.spacing() - half));
    return positions.size() / 3 - 1;
  }

  /** Adds the triangles between two slices. */
  private void fill(float[] below, float[] above) {
    for (int j = 0; j + 1 < n; j++) {
      for (int i = 0; i + 1 < n; i++) {
        int at = j * n + i;
        int inside = 0;
        for (int corner = 0; corner < CellTable.CORNERS; corner++) {
          float[] slice = corner < 4 ? below : above;
          if (slice[at + (corner & 1) + n * (corner >> 1 & 1)] > level) {
            inside |= 1 << corner;
          }
        }
        for (int edge : CellTable.triangles(inside)) {
          triangles.add(number(edge, at));
        }
      }
    }
  }

  /** The vertex on an edge of the cell whose first corner is {@code at}. */
  private int number(int edge, int at) {
    int first = edge & 1;
    int second = edge >> 1 & 1;
    return switch (edge >> 2) {
      case 0 -> alongX[second][at + n * first];
      case 1 -> alongY[second][at + first];
      default -> alongZ[at + first + n * second];
    };
  }
}
