package dev.triptych.worker.priors;

import dev.triptych.models.priors.EditorPrecision;
import dev.triptych.models.torch.Precision;
import dev.triptych.workflows.spec.EditPrecision;
import org.jspecify.annotations.Nullable;

/** A spec's precisions as the networks know them. */
public final class ComputePrecision {
  private ComputePrecision() {}

  /**
   * @param precision null for float32
   */
  public static Precision of(dev.triptych.workflows.spec.@Nullable Precision precision) {
    if (precision == null) {
      return Precision.FP32;
    }
    return switch (precision) {
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case FP16 -> Precision.FP16;
    };
  }

  /**
   * @param precision null for float32
   */
  public static EditorPrecision of(@Nullable EditPrecision precision) {
    return precision == null
        ? EditorPrecision.FP32
        : new EditorPrecision(of(precision.unet()), of(precision.vae()), of(precision.text()));
  }
}
