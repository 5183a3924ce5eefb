package dev.triptych.workflows.spec;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A direction to look from; the frontal view is (0, 0).
 *
 * @param pitch nominal degrees, positive from above
 * @param yaw nominal degrees, positive from the right-hand side of the frontal picture
 */
public record ViewAngle(double pitch, double yaw) {
  public static final ViewAngle FRONTAL = new ViewAngle(0, 0);

  public ViewAngle {
    // Turns -0.0 into 0.0, which a record's equals would tell apart.
    pitch += 0.0;
    yaw += 0.0;
  }

  /** File name without extension, in whole or tenths of degrees: {@code p-10_y+22.5}. */
  public String slug() {
    return "p" + tenths(pitch) + "_y" + tenths(yaw);
  }

  /** How far apart two directions are, in nominal degrees of pitch and yaw together. */
  public double distance(ViewAngle other) {
    return Math.hypot(pitch - other.pitch, yaw - other.yaw);
  }

  private static String tenths(double degrees) {
    BigDecimal rounded =
        BigDecimal.valueOf(degrees).setScale(1, RoundingMode.HALF_EVEN).stripTrailingZeros();
    String sign = rounded.signum() < 0 ? "" : "+";
    return sign + (rounded.signum() == 0 ? "0" : rounded.toPlainString());
  }
}
