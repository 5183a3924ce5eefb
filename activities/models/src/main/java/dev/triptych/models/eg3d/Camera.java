package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A pinhole camera in OpenCV's convention (x right, y down, z forward) as EG3D labels it.
 *
 * @param label 16 numbers of the row-major camera-to-world matrix, then 9 of the row-major
 *     intrinsics for an image of width 1
 */
public record Camera(List<Float> label) {
  /** Length of a label. */
  public static final int LABEL = 25;

  /** Focal length of EG3D's FFHQ cameras, in image widths (18.837° of field of view). */
  public static final double FFHQ_FOCAL = 4.2647;

  public Camera {
    label = List.copyOf(label);
    if (label.size() != LABEL) {
      throw new IllegalArgumentException("a camera label has 25 numbers, not " + label.size());
    }
  }

  /** How pitch and yaw place the camera. */
  public enum Angles {
    /**
     * EG3D's sampler: pitch enters through arccos(1 − 2v/π), so a nominal pitch p is an elevation
     * of −asin(2p/π); a positive pitch puts the camera below.
     */
    EG3D,
    /** Pitch is the elevation and positive above the head; yaw is the azimuth towards +x. */
    TRUE
  }

  /**
   * Where cameras stand: on a sphere around the world's origin, looking at the pivot.
   *
   * @param pivotZ the pivot is (0, 0, pivotZ)
   * @param focal in image widths
   */
  public record Rig(Angles angles, double radius, double pivotZ, double focal) {
    public static final Rig FFHQ = new Rig(Angles.EG3D, 2.7, 0.2, FFHQ_FOCAL);

    public Rig {
      if (radius <= Math.abs(pivotZ) || focal <= 0) {
        throw new IllegalArgumentException(
            "radius " + radius + ", pivot z " + pivotZ + " and focal " + focal + " see nothing");
      }
    }

    /** The camera at nominal angles in degrees. */
    public Camera at(double pitch, double yaw) {
      double p = Math.toRadians(pitch);
      double y = Math.toRadians(yaw);
      double elevation =
          angles == Angles.TRUE ? p : -Math.asin(Math.min(1, Math.max(-1, 2 * p / Math.PI)));
      double[] origin = {
        radius * Math.cos(elevation) * Math.sin(y),
        radius * Math.sin(elevation),
        radius * Math.cos(elevation) * Math.cos(y)
      };
      return lookAt(origin, new double[] {0, 0, pivotZ}, focal);
    }

    /**
     * Labels [n, 25] of the cameras at {@code angles} [n, 2], pitch and yaw in radians, as {@link
     * #at} reads them; gradients reach the angles.
     *
     * @param owner of the result
     */
    public NDArray labels(NDArray angles, NDManager owner) {
      boolean sampler = this.angles == Angles.EG3D;
      return OsgDecoder.KERNELS.callIn(owner, "labels", angles, sampler, radius, pivotZ, focal);
    }

    /** The same sphere, with another reading of pitch and yaw. */
    public Rig with(Angles angles) {
      return new Rig(angles, radius, pivotZ, focal);
    }

    /** The camera right in front. */
    public Camera frontal() {
      return at(0, 0);
    }
  }

  /**
   * EG3D's conversion of a field of view along the image's diagonal, with its rounded constants.
   */
  public static double focalOf(double fovDegrees) {
    return 1 / (Math.tan(fovDegrees * 3.14159 / 360) * 1.414);
  }

  /** A camera at {@code origin} that sees {@code target} in its centre, with y up in the world. */
  public static Camera lookAt(double[] origin, double[] target, double focal) {
    double[] forward =
        normalise(target[0] - origin[0], target[1] - origin[1], target[2] - origin[2]);
    double[] right = normalise(-forward[2], 0, forward[0]);
    double[] down = cross(forward, right);
    float[] values = new float[LABEL];
    for (int row = 0; row < 3; row++) {
      values[4 * row] = (float) right[row];
      values[4 * row + 1] = (float) down[row];
      values[4 * row + 2] = (float) forward[row];
      values[4 * row + 3] = (float) origin[row];
    }
    values[15] = 1;
    values[16] = (float) focal;
    values[18] = 0.5f;
    values[20] = (float) focal;
    values[21] = 0.5f;
    values[24] = 1;
    return of(values);
  }

  /** Where it stands in the world, [3]. */
  public double[] origin() {
    return new double[] {label.get(3), label.get(7), label.get(11)};
  }

  /**
   * Where it sees a point of the world, [3]: in shares of the picture's width from the left and of
   * its height from the top, and the distance.
   */
  public double[] project(double[] point) {
    double[] own = new double[3]; // in the camera's axes
    double squares = 0;
    for (int i = 0; i < 3; i++) {
      double difference = point[i] - label.get(4 * i + 3);
      squares += difference * difference;
      for (int axis = 0; axis < 3; axis++) {
        own[axis] += label.get(4 * i + axis) * difference;
      }
    }
    return new double[] {
      label.get(16) * own[0] / own[2] + label.get(18),
      label.get(20) * own[1] / own[2] + label.get(21),
      Math.sqrt(squares)
    };
  }

  /**
   * The point of the world, [3], at a distance along the ray through a place of the picture.
   *
   * @param u share of the picture's width from the left
   * @param v share of its height from the top
   */
  public double[] point(double u, double v, double distance) {
    double x = (u - label.get(18)) / label.get(16);
    double y = (v - label.get(21)) / label.get(20);
    double t = distance / Math.sqrt(x * x + y * y + 1);
    double[] point = new double[3];
    for (int i = 0; i < 3; i++) {
      double direction = x * label.get(4 * i) + y * label.get(4 * i + 1) + label.get(4 * i + 2);
      point[i] = label.get(4 * i + 3) + t * direction;
    }
    return point;
  }

  /** A camera of a label's values. */
  public static Camera of(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return new Camera(List.of(boxed));
  }

  /** The labels [n, 25] of cameras. */
  public static NDArray labels(List<Camera> cameras, NDManager manager) {
    float[] values = new float[cameras.size() * LABEL];
    for (int i = 0; i < values.length; i++) {
      values[i] = cameras.get(i / LABEL).label().get(i % LABEL);
    }
    return manager.create(values, new Shape(cameras.size(), LABEL));
  }

  private static double[] normalise(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
