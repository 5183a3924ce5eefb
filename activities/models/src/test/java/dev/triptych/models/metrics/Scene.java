package dev.triptych.models.metrics;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.images.Image;
import java.util.function.Function;

/** Surfaces whose depth and colours are known in closed form, as cameras see them. */
final class Scene {
  static final int SIZE = 64;
  static final Camera.Rig RIG = new Camera.Rig(Camera.Angles.TRUE, 2.7, 0, Camera.FFHQ_FOCAL);

  /** Distance along a ray from an origin in a unit direction; NaN where it meets nothing. */
  @FunctionalInterface
  interface Shape {
    double distance(double[] origin, double[] direction);
  }

  private Scene() {}

  /** The plane z = {@code z}. */
  static Shape plane(double z) {
    return (origin, direction) -> (z - origin[2]) / direction[2];
  }

  /** A ball around the origin. */
  static Shape ball(double radius) {
    return (origin, direction) -> {
      double b = dot(origin, direction);
      double root = b * b - dot(origin, origin) + radius * radius;
      return root < 0 ? Double.NaN : -b - Math.sqrt(root);
    };
  }

  /** A square with corners (±half, ±half, z). */
  static Shape square(double half, double z) {
    Shape plane = plane(z);
    return (origin, direction) -> {
      double t = plane.distance(origin, direction);
      boolean inside =
          Math.abs(origin[0] + t * direction[0]) < half
              && Math.abs(origin[1] + t * direction[1]) < half;
      return inside ? t : Double.NaN;
    };
  }

  /** The nearer of two. */
  static Shape union(Shape a, Shape b) {
    return (origin, direction) -> {
      double one = a.distance(origin, direction);
      double other = b.distance(origin, direction);
      return Double.isNaN(one) || other < one ? other : one;
    };
  }

  static DepthMap depth(Shape shape, Camera camera) {
    float[] depth = new float[SIZE * SIZE];
    float[] opacity = new float[SIZE * SIZE];
    for (int i = 0; i < depth.length; i++) {
      double t = distance(shape, camera, i);
      depth[i] = Double.isNaN(t) ? 3 : (float) t;
      opacity[i] = Double.isNaN(t) ? 0 : 1;
    }
    return new DepthMap(camera, SIZE, depth, opacity);
  }

  /**
   * A picture on white.
   *
   * @param grey of a point of the world, 0 to 1
   */
  static Image picture(Shape shape, Camera camera, Function<double[], Double> grey) {
    float[] values = new float[3 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      double t = distance(shape, camera, i);
      double value = 1;
      if (!Double.isNaN(t)) {
        double[] origin = camera.origin();
        double[] direction = direction(camera, i);
        value =
            grey.apply(
                new double[] {
                  origin[0] + t * direction[0],
                  origin[1] + t * direction[1],
                  origin[2] + t * direction[2]
                });
      }
      for (int channel = 0; channel < 3; channel++) {
        values[channel * SIZE * SIZE + i] = (float) value;
      }
    }
    return Image.of(values, SIZE, SIZE, Image.Range.UNIT);
  }

  private static double distance(Shape shape, Camera camera, int pixel) {
    return shape.distance(camera.origin(), direction(camera, pixel));
  }

  private static double[] direction(Camera camera, int pixel) {
    double[] at = camera.point((pixel % SIZE + .5) / SIZE, (pixel / SIZE + .5) / SIZE, 1);
    double[] origin = camera.origin();
    return new double[] {at[0] - origin[0], at[1] - origin[1], at[2] - origin[2]};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
