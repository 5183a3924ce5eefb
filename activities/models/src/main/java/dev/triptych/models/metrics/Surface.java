package dev.triptych.models.metrics;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.eg3d.NormalMap;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.images.Image;
import java.util.ArrayList;
import java.util.List;

/** The surface of a head as it is rendered from several sides, and what can be said of it. */
public final class Surface {
  private final List<DepthMap> views;
  private final int size;

  Surface(List<DepthMap> views) {
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
    int size = DepthMap.usualSize(imageSize);
    return new Surface(DepthMap.render(renderer, planes, cameras, size));
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
    for (DepthMap view : views) {
      double roughness = roughness(view);
      if (!Double.isNaN(roughness)) {
        each.add(roughness);
      }
    }
    return each.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** NaN if no two neighbours have normals. */
  private static double roughness(DepthMap view) {
    int size = view.size();
    double[][] points = view.points();
    NormalMap map = NormalMap.of(view.camera(), size, points);
    double[][] normals = map.normals();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < normals.length - size; i++) {
      for (int neighbour : new int[] {i + 1, i + size}) {
        if (map.has(i) && map.has(neighbour)) {
          sum += distance(normals[i], normals[neighbour]) / distance(points[i], points[neighbour]);
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
