package dev.triptych.mannequin.head;

/**
 * Smooth scalar functions of which the mannequin is made. They use only +, -, *, / and square root,
 * which Java defines to the last bit, so a head is the same on every machine.
 */
final class Soft {
  private static final float LOG2_E = 1.442695f;

  private Soft() {}

  static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  static float clamp(float x) {
    return Math.max(0, Math.min(1, x));
  }

  /**
   * Polynomial smooth minimum: blends two distances where they differ by less than {@code width}.
   */
  static float min(float a, float b, float width) {
    if (a - b >= width) {
      return b;
    }
    if (b - a >= width) {
      return a;
    }
    float h = .5f + .5f * (b - a) / width;
    return b + (a - b) * h - width * h * (1 - h);
  }

  static float max(float a, float b, float width) {
    return -min(-a, -b, width);
  }

  /** 1 where the distance is below -width, 0 above +width, smooth between. */
  static float inside(float distance, float width) {
    float t = clamp(.5f - .5f * distance / width);
    return t * t * (3 - 2 * t);
  }

  /** 0 below {@code low}, 1 above {@code high}, smooth between. */
  static float step(float low, float high, float x) {
    float t = clamp((x - low) / (high - low));
    return t * t * (3 - 2 * t);
  }

  /** A hill of height 1 at 0 that ends at -1 and 1. */
  static float hill(float x) {
    float t = Math.max(0, 1 - x * x);
    return t * t;
  }

  /** A sine-like wave of period 1, from -1 to 1. */
  static float wave(float turns) {
    float u = 2 * (turns - (float) Math.floor(turns)) - 1;
    return 4 * u * (Math.abs(u) - 1);
  }

  /** e^x to six digits for |x| up to 80. */
  static float exp(float x) {
    float power = Math.max(-115, Math.min(115, x * LOG2_E));
    float whole = (float) Math.floor(power);
    float f = power - whole;
    float mantissa =
        1
            + f
                * (.6931472f
                    + f
                        * (.2402265f
                            + f * (.0555041f + f * (.0096181f + f * .0013334f + f * f * .00017f))));
    return mantissa * Float.intBitsToFloat(((int) whole + 127) << 23);
  }
}
