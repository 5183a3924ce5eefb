package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;

/** Names and shapes of the autoencoder's attention in early files of diffusers. */
public final class AutoencoderNames {
  private AutoencoderNames() {}

  /** Today's names, [c, c] instead of [c, c, 1, 1]; what is of today already stays. */
  public static TensorSource today(TensorSource vae) {
    return NotYet.of(vae);
  }
}
