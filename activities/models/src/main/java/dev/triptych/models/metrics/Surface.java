package dev.triptych.models.metrics;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.images.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The surface of a head as it is rendered from several sides, and what can be said of it. */
public final class Surface {
  private static final int FINEST = 128; // rays a side: what is finer costs more and shows no more

  private final List<DepthView> views;
  private final int size;

  Surface(List<DepthView> views) {
    this.views = List.copyOf(views);
    this.size = views.get(0).size();
  }

  /**
   * Renders a field's depth.
   *
   * @param planes [1, 3·c, h, h]
   * @param imageSize of the pictures to be compared: as many rays are taken, at most 128 a side
   * @throws dev.triptych.models.finite.NonFiniteException if a depth is NaN or infinite
   */
  public static Surface render(
      VolumeRenderer renderer, NDArray planes, List<Camera> cameras, int imageSize) {
    int size = imageSize;
    while (size > FINEST && size % 2 == 0) {
      size /= 2;
    }
    return new Surface(DepthView.render(renderer, planes, cameras, size));
  }

  /**
   * How much pictures agree where they show the same of the surface; see {@link ViewConsistency}.
   *
   * @param pictures from the surface's cameras, in their order
   */
  public ViewConsistency consistency(List<Image> pictures) {
    if (pictures.size() != views.size()) {
      throw new IllegalArgumentException(pictures.size() + " pictures of " + views.size());
    }
    return ViewConsistency.of(
        pictures.stream().map(picture -> picture.shrunk(size)).toList(), views);
  }

  /**
   * Mean |∇n| in each view that shows a surface: the change of the unit normal from pixel to pixel,
   * divided by the distance of their points. It is 1/r on a ball of radius r, and 0 on a plane.
   *
   * @return may be empty
   */
  public double[] roughness() {
    List<Double> each = new ArrayList<>();
    for (DepthView view : views) {
      double roughness = Normals.of(view).roughness();
      if (!Double.isNaN(roughness)) {
        each.add(roughness);
      }
    }
    return each.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Unit normals at the pixels of a view that show a surface with their lower and right neighbours.
   */
  private record Normals(int size, double[][] points, double[][] normals) {
    private static final double[] NONE = {};

    static Normals of(DepthView view) {
      int size = view.size();
      double[][] points = new double[size * size][];
      for (int i = 0; i < points.length; i++) {
        points[i] = view.solid(i / size, i % size) ? view.point(i / size, i % size) : NONE;
      }
      double[][] normals = new double[size * size][];
      Arrays.fill(normals, NONE);
      for (int row = 0; row < size - 1; row++) {
        for (int column = 0; column < size - 1; column++) {
          int i = row * size + column;
          if (points[i] != NONE && points[i + 1] != NONE && points[i + size] != NONE) {
            normals[i] = normal(points[i], points[i + 1], points[i + size]);
          }
        }
      }
      return new Normals(size, points, normals);
    }

    private static double[] normal(double[] at, double[] right, double[] below) {
      double[] n = new double[3];
      for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        int k = (i + 2) % 3;
        n[i] = (right[j] - at[j]) * (below[k] - at[k]) - (right[k] - at[k]) * (below[j] - at[j]);
      }
      double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
      return length == 0 ? NONE : new double[] {n[0] / length, n[1] / length, n[2] / length};
    }

    /** NaN if no two neighbours have normals. */
    double roughness() {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < normals.length - size; i++) {
        for (int neighbour : new int[] {i + 1, i + size}) {
          if (normals[i] != NONE && normals[neighbour] != NONE) {
            sum +=
                distance(normals[i], normals[neighbour]) / distance(points[i], points[neighbour]);
            count++;
          }
        }
      }
      return sum / count;
    }

    private static double distance(double[] a, double[] b) {
      return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }
  }
}
