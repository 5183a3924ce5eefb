package dev.triptych.models.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.finite.Finite;
import dev.triptych.models.torch.GradMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A surface as a camera sees it. Rows go down and columns to the right; a pixel's ray passes
 * through its middle.
 *
 * @param size rays a side
 * @param depth distance from the camera, [size, size]
 * @param opacity 0 to 1, [size, size]
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never changed or compared
record DepthView(Camera camera, int size, float[] depth, float[] opacity) {
  private static final float SOLID = .5f;
  private static final int RAYS_AT_ONCE = 1 << 15;

  DepthView {
    if (depth.length != size * size || opacity.length != size * size) {
      throw new IllegalArgumentException(depth.length + " depths of " + size + " x " + size);
    }
  }

  /**
   * What cameras see of a field.
   *
   * @param planes [1, 3·c, h, h]
   * @throws dev.triptych.models.finite.NonFiniteException if a depth is NaN or infinite
   */
  static List<DepthView> render(
      VolumeRenderer renderer, NDArray planes, List<Camera> cameras, int size) {
    int together = Math.max(1, RAYS_AT_ONCE / (size * size));
    List<DepthView> views = new ArrayList<>();
    for (int from = 0; from < cameras.size(); from += together) {
      List<Camera> some = cameras.subList(from, Math.min(cameras.size(), from + together));
      try (GradMode off = GradMode.off();
          NDManager scope = planes.getManager().newSubManager()) {
        VolumeRenderer.View seen =
            renderer.render(Camera.labels(some, scope), planes, Sampling.even(), size);
        float[] depth = Finite.require(seen.depth().toFloatArray(), "the rendered depth");
        float[] opacity = Finite.require(seen.opacity().toFloatArray(), "the rendered opacity");
        int pixels = size * size;
        for (int i = 0; i < some.size(); i++) {
          views.add(
              new DepthView(
                  some.get(i),
                  size,
                  Arrays.copyOfRange(depth, i * pixels, (i + 1) * pixels),
                  Arrays.copyOfRange(opacity, i * pixels, (i + 1) * pixels)));
        }
      }
    }
    return views;
  }

  /** Whether a pixel shows a surface rather than the background. */
  boolean solid(int row, int column) {
    return opacity[row * size + column] > SOLID;
  }

  /** The point of the world, [3], that a pixel shows. */
  double[] point(int row, int column) {
    return camera.point((column + .5) / size, (row + .5) / size, depth[row * size + column]);
  }

  /** Where the camera sees a point: column and row, whole in the middle of a pixel; distance. */
  double[] seen(double[] point) {
    double[] place = camera.project(point);
    return new double[] {place[0] * size - .5, place[1] * size - .5, place[2]};
  }

  /** Distance of two cameras. */
  double apart(DepthView other) {
    double[] a = camera.origin();
    double[] b = other.camera.origin();
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }
}
