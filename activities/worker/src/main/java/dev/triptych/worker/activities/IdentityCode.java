package dev.triptych.worker.activities;

import dev.triptych.models.noise.CounterNoise;
import org.jspecify.annotations.Nullable;

/** The latent code z behind an identity's seed. */
final class IdentityCode {
  private IdentityCode() {}

  /**
   * Standard Gaussian, [size].
   *
   * @param number of one of many faces drawn from the seed; null for its own, the first
   */
  static float[] of(long seed, @Nullable Integer number, int size) {
    return new CounterNoise(seed).at("identity").gaussian(number == null ? 0 : number, size);
  }
}
