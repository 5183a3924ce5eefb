package dev.triptych.models.finite;

/** Checks of numbers that are in Java already; they cost one look at each. */
public final class Finite {
  private Finite() {}

  /**
   * {@code value} itself.
   *
   * @param what names it in the message
   * @throws NonFiniteException if it is NaN or infinite
   */
  public static double require(double value, String what) {
    if (!Double.isFinite(value)) {
      throw new NonFiniteException(what + " is", value);
    }
    return value;
  }

  /** As {@link #require(double, String)}. */
  public static float require(float value, String what) {
    require((double) value, what);
    return value;
  }

  /**
   * {@code values} themselves.
   *
   * @param what names them in the message
   * @throws NonFiniteException that says which is the first to be NaN or infinite
   */
  public static float[] require(float[] values, String what) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new NonFiniteException(
            what + ": number " + (i + 1) + " of " + values.length + " is", values[i]);
      }
    }
    return values;
  }
}
