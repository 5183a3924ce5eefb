package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;

/** Names of the original Stable Diffusion code to those of diffusers and transformers. */
public final class LatentDiffusionNames {
  private LatentDiffusionNames() {}

  /** Whether a checkpoint is one of the original code: it has all three networks in one file. */
  public static boolean matches(TensorSource checkpoint) {
    return checkpoint.names().stream().anyMatch(name -> name.startsWith("model.diffusion_model."));
  }

  /** The UNet, under diffusers' names. */
  public static TensorSource unet(TensorSource checkpoint) {
    return NotYet.of(checkpoint);
  }

  /** The autoencoder, under diffusers' names. */
  public static TensorSource vae(TensorSource checkpoint) {
    return NotYet.of(checkpoint);
  }

  /** The text encoder, under the names that {@code TextEncoder} asks for. */
  public static TensorSource textEncoder(TensorSource checkpoint) {
    return NotYet.of(checkpoint);
  }
}
