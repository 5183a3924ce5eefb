package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.finite.Finite;
import dev.triptych.models.images.Image;
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
public record DepthMap(Camera camera, int size, float[] depth, float[] opacity) {
  /** Stands for the point or the normal of a pixel that shows no surface. */
  static final double[] NONE = {};

  private static final float SOLID = .5f;
  private static final int RAYS_AT_ONCE = 1 << 15;
  private static final int FINEST = 128; // rays a side: what is finer costs more and shows no more

  public DepthMap {
    if (depth.length != size * size || opacity.length != size * size) {
      throw new IllegalArgumentException(depth.length + " depths of " + size + " x " + size);
    }
  }

  /**
   * Rays a side that show a surface of which there are pictures: as many as these have pixels, but
   * at most {@value #FINEST}, by halves.
   */
  public static int usualSize(int imageSize) {
    int size = imageSize;
    while (size > FINEST && size % 2 == 0) {
      size /= 2;
    }
    return size;
  }

  /**
   * What cameras see of a field.
   *
   * @param planes [1, 3·c, h, h]
   * @throws dev.triptych.models.finite.NonFiniteException if a depth is NaN or infinite
   */
  public static List<DepthMap> render(
      VolumeRenderer renderer, NDArray planes, List<Camera> cameras, int size) {
    int together = Math.max(1, RAYS_AT_ONCE / (size * size));
    List<DepthMap> maps = new ArrayList<>();
    for (int from = 0; from < cameras.size(); from += together) {
      List<Camera> some = cameras.subList(from, Math.min(cameras.size(), from + together));
      try (GradMode off = GradMode.off();
          NDManager scope = planes.getManager().newSubManager()) {
        VolumeRenderer.View seen =
            renderer.render(Camera.labels(some, scope), planes, Sampling.even(), size);
        maps.addAll(of(some, seen.depth(), seen.opacity()));
      }
    }
    return maps;
  }

  /**
   * The maps of what was rendered.
   *
   * @param depth [n, 1, size, size], one for each camera
   * @param opacity of the same shape
   * @throws dev.triptych.models.finite.NonFiniteException if a value is NaN or infinite
   */
  public static List<DepthMap> of(List<Camera> cameras, NDArray depth, NDArray opacity) {
    int size = (int) depth.getShape().get(2);
    int pixels = size * size;
    float[] depths = Finite.require(depth.toFloatArray(), "the rendered depth");
    float[] opacities = Finite.require(opacity.toFloatArray(), "the rendered opacity");
    List<DepthMap> maps = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      maps.add(
          new DepthMap(
              cameras.get(i),
              size,
              Arrays.copyOfRange(depths, i * pixels, (i + 1) * pixels),
              Arrays.copyOfRange(opacities, i * pixels, (i + 1) * pixels)));
    }
    return maps;
  }

  /** Whether a pixel shows a surface rather than the background. */
  public boolean solid(int row, int column) {
    return opacity[row * size + column] > SOLID;
  }

  /** The point of the world, [3], that a pixel shows. */
  public double[] point(int row, int column) {
    return camera.point((column + .5) / size, (row + .5) / size, depth[row * size + column]);
  }

  /** The points of all pixels, rows first; an empty array where there is no surface. */
  public double[][] points() {
    double[][] points = new double[size * size][];
    for (int i = 0; i < points.length; i++) {
      points[i] = solid(i / size, i % size) ? point(i / size, i % size) : NONE;
    }
    return points;
  }

  /** Where the camera sees a point: column and row, whole in the middle of a pixel; distance. */
  public double[] seen(double[] point) {
    double[] place = camera.project(point);
    return new double[] {place[0] * size - .5, place[1] * size - .5, place[2]};
  }

  /** Distance of two cameras. */
  public double apart(DepthMap other) {
    double[] a = camera.origin();
    double[] b = other.camera.origin();
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }

  /** Which way the surface faces. */
  public NormalMap normals() {
    return NormalMap.of(camera, size, points());
  }

  /**
   * A picture to look at: the nearer, the brighter; black where there is no surface.
   *
   * @param near distance that is white, such as where rays start
   * @param far distance that is black
   */
  public Image picture(double near, double far) {
    float[] values = new float[3 * size * size];
    for (int i = 0; i < size * size; i++) {
      double share = solid(i / size, i % size) ? (far - depth[i]) / (far - near) : 0;
      float grey = (float) Math.min(1, Math.max(0, share));
      values[i] = grey;
      values[size * size + i] = grey;
      values[2 * size * size + i] = grey;
    }
    return Image.of(values, size, size, Image.Range.UNIT);
  }
}
