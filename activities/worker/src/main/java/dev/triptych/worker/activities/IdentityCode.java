package dev.triptych.worker.activities;

import dev.triptych.models.noise.CounterNoise;

/** The latent code z behind an identity's seed. */
final class IdentityCode {
  private IdentityCode() {}

  /** Standard Gaussian, [size]. */
  static float[] of(long seed, int size) {
    return new CounterNoise(seed).at("identity").gaussian(0, size);
  }
}
