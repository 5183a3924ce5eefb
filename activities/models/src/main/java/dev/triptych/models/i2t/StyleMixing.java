package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;

/**
 * Mixes the style codes of two portraits (paper section 4.3, figure 5): w_s = (1 − a) · E(I_a) + a
 * · E(I_b).
 */
public final class StyleMixing {
  private StyleMixing() {}

  /**
   * The code between two; with a share of 0 it is exactly the first, with 1 the second.
   *
   * @param from w_s, [1, c, k, k]
   * @param to of the same shape
   * @param share of {@code to}
   */
  public static NDArray mix(NDArray from, NDArray to, double share) {
    // A sum of two products rather than one of a difference, which would miss the second's last
    // bits.
    return from.mul((float) (1 - share)).add(to.mul((float) share));
  }
}
