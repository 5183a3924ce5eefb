package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;

/**
 * Turns a frontal portrait into the triplane of a head; what fine-tuning trains. In between stands
 * the style code w_s, so that the codes of several portraits can be {@link StyleMixing mixed}.
 */
public interface TriplaneGenerator {
  /**
   * Style codes of frontal portraits.
   *
   * @param frontal [n, 3, s, s] in [-1, 1]
   * @return w_s, [n, c, k, k], or [n, c, 1, 1] without the spatial dimension
   */
  NDArray encode(NDArray frontal);

  /**
   * Triplanes of style codes.
   *
   * @param style w_s as {@link #encode} makes it
   * @return [n, planes, r, r] in the GAN's own scale
   */
  NDArray synthesise(NDArray style);

  /**
   * As above for portraits of other identities than the generator's own; most see them in the style
   * codes alone.
   *
   * @param ws the identities' style vectors, [n, layers, w]
   */
  default NDArray synthesise(NDArray style, NDArray ws) {
    return synthesise(style);
  }

  /** Triplanes of frontal portraits, both steps in one. */
  default NDArray planes(NDArray frontal) {
    return synthesise(encode(frontal));
  }

  /** As above for portraits of other identities. */
  default NDArray planes(NDArray frontal, NDArray ws) {
    return synthesise(encode(frontal), ws);
  }
}
