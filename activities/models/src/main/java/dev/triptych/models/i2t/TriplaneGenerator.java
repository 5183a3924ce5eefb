package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;

/** Turns a frontal portrait into the triplane of a head; what fine-tuning trains. */
@FunctionalInterface
public interface TriplaneGenerator {
  /**
   * Triplanes of frontal portraits.
   *
   * @param frontal [n, 3, s, s] in [-1, 1]
   * @return [n, planes, r, r] in the GAN's own scale
   */
  NDArray planes(NDArray frontal);

  /**
   * As above for portraits of other identities than the generator's own; most see them in the
   * portraits alone.
   *
   * @param ws the identities' style vectors, [n, layers, w]
   */
  default NDArray planes(NDArray frontal, NDArray ws) {
    return planes(frontal);
  }
}
