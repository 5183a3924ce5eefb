package dev.triptych.mannequin.head;

import java.util.Locale;

/**
 * A camera on a ball around the origin, looking at the origin, y up. Pitch above 0 looks from
 * above, yaw above 0 from the side of +x. The focal length is in picture widths.
 */
public final class HeadCamera {
  /** Distance of every camera from the origin. */
  public static final float RADIUS = 2.7f;

  /** EG3D's 18.837 degrees: 1 / (2 tan(9.4185) / sqrt 2), in picture widths. */
  public static final float FOCAL = 4.2647f;

  /** Nothing of the head is nearer or farther. */
  public static final float NEAR = 2.28f;

  /** Nothing of the head is nearer or farther. */
  public static final float FAR = 3.12f;

  private final double[] origin;
  private final double[] forward;
  private final double[] right;
  private final double[] up;

  /** A camera by its angles in degrees, pitch within (-90, 90). */
  public HeadCamera(float pitchDegrees, float yawDegrees) {
    if (!(Math.abs(pitchDegrees) < 90) || !Float.isFinite(yawDegrees)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pitch must be within (-90, 90) degrees and yaw finite, not %s and %s",
              pitchDegrees,
              yawDegrees));
    }
    double pitch = StrictMath.toRadians(pitchDegrees);
    double yaw = StrictMath.toRadians(yawDegrees);
    double cosP = StrictMath.cos(pitch);
    double sinP = StrictMath.sin(pitch);
    double cosY = StrictMath.cos(yaw);
    double sinY = StrictMath.sin(yaw);
    forward = new double[] {-cosP * sinY, -sinP, -cosP * cosY};
    right = new double[] {cosY, 0, -sinY}; // forward x (0, 1, 0), normalised
    up = new double[] {-sinP * sinY, cosP, -sinP * cosY}; // right x forward
    origin = new double[] {-RADIUS * forward[0], -RADIUS * forward[1], -RADIUS * forward[2]};
  }

  /** Where the camera is, {@code [3]}. */
  public float[] origin() {
    return new float[] {(float) origin[0], (float) origin[1], (float) origin[2]};
  }

  /**
   * The unit direction {@code [3]} of the ray through a place of the picture.
   *
   * @param u from 0 at the left edge to 1 at the right one; pixel i of n has its centre at (i +
   *     0.5) / n
   * @param v from 0 at the upper edge to 1 at the lower one
   */
  public void direction(double u, double v, float[] direction) {
    double across = (u - .5) / FOCAL;
    double above = (.5 - v) / FOCAL;
    double scale = 1 / Math.sqrt(1 + across * across + above * above);
    for (int i = 0; i < 3; i++) {
      direction[i] = (float) ((forward[i] + across * right[i] + above * up[i]) * scale);
    }
  }
}
