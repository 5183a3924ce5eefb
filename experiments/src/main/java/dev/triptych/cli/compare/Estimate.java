package dev.triptych.cli.compare;

import org.jspecify.annotations.Nullable;

/**
 * A mean, and how far it may be off.
 *
 * @param standardError s/√n with the sample's standard deviation s (n − 1 in its denominator); null
 *     for a single value, which tells nothing of others
 * @param count of values
 */
record Estimate(double mean, @Nullable Double standardError, int count) {
  /**
   * @throws IllegalArgumentException if there is no value
   */
  static Estimate of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no value to estimate from");
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    int n = values.length;
    return new Estimate(mean, n == 1 ? null : Math.sqrt(squares / (n - 1) / n), n);
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
