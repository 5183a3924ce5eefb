package dev.triptych.models.priors;

import dev.triptych.models.torch.Precision;

/** How exactly each network of the editor computes. */
public record EditorPrecision(Precision unet, Precision vae, Precision text) {
  /** All in float32. */
  public static final EditorPrecision FP32 =
      new EditorPrecision(Precision.FP32, Precision.FP32, Precision.FP32);
}
