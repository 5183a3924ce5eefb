package dev.triptych.mannequin.training;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.models.noise.CounterNoise;
import java.util.stream.IntStream;

/**
 * The entries of a natural look that differ between people, shifted and scaled to zero mean and
 * unit variance.
 */
final class LookTargets {
  private static final int SURVEYED = 4000;

  private final int[] entries;
  private final double[] means;
  private final double[] deviations;

  LookTargets(int latentSize, CounterNoise noise) {
    double[] sum = new double[Look.SIZE];
    double[] squares = new double[Look.SIZE];
    for (int i = 0; i < SURVEYED; i++) {
      float[] look = Look.ofLatent(noise.gaussian(i, latentSize)).toArray();
      for (int k = 0; k < look.length; k++) {
        sum[k] += look[k];
        squares[k] += look[k] * look[k];
      }
    }
    means = new double[Look.SIZE];
    deviations = new double[Look.SIZE];
    for (int k = 0; k < Look.SIZE; k++) {
      means[k] = sum[k] / SURVEYED;
      deviations[k] = Math.sqrt(Math.max(0, squares[k] / SURVEYED - means[k] * means[k]));
    }
    entries = IntStream.range(0, Look.SIZE).filter(k -> deviations[k] > 1e-4).toArray();
  }

  int count() {
    return entries.length;
  }

  /** The look of a latent, [count]. */
  void put(float[] latent, float[] target, int offset) {
    float[] look = Look.ofLatent(latent).toArray();
    for (int i = 0; i < entries.length; i++) {
      int k = entries[i];
      target[offset + i] = (float) ((look[k] - means[k]) / deviations[k]);
    }
  }
}
