package dev.triptych.cli.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * By how much one row exceeds another on portraits of the same style, seed and identity.
 *
 * @param standardError of the mean; null for a single pair
 * @param low lower end of the 95 % interval; null for a single pair
 * @param high its upper end
 * @param pairs how many portraits both rows have
 */
record PairedDifference(
    double mean,
    @Nullable Double standardError,
    @Nullable Double low,
    @Nullable Double high,
    int pairs) {
  private static final int RESAMPLES = 10_000;
  private static final double LEVEL = .95;

  /**
   * The mean of {@code differences} with a percentile bootstrap interval (Efron and Tibshirani
   * 1993, chapter 13), which is the same at every call. It is too narrow for a few pairs.
   *
   * @throws IllegalArgumentException if there are none
   */
  static PairedDifference of(double... differences) {
    if (differences.length == 0) {
      throw new IllegalArgumentException("no pairs");
    }
    Estimate estimate = Estimate.of(differences);
    double mean = estimate.mean();
    if (differences.length == 1) {
      return new PairedDifference(mean, null, null, null, 1);
    }
    SplittableRandom random = new SplittableRandom(0);
    double[] means = new double[RESAMPLES];
    double[] drawn = new double[differences.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int k = 0; k < drawn.length; k++) {
        drawn[k] = differences[random.nextInt(differences.length)];
      }
      means[i] = Estimate.mean(drawn);
    }
    Arrays.sort(means);
    int tail = (int) Math.round(RESAMPLES * (1 - LEVEL) / 2);
    return new PairedDifference(
        mean,
        estimate.standardError(),
        means[tail],
        means[RESAMPLES - 1 - tail],
        differences.length);
  }

  /** How many standard errors the two are apart; null if that cannot be told. */
  @Nullable Double apart() {
    return standardError == null || standardError == 0 ? null : Math.abs(mean) / standardError;
  }

  /** Whether the interval leaves open which of the two is larger; false without an interval. */
  boolean undecided() {
    return low != null && high != null && low <= 0 && high >= 0;
  }
}
