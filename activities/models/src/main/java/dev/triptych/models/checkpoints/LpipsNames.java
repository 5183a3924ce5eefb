package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;

/** LPIPS out of torchvision's VGG16 and LPIPS's own files. */
public final class LpipsNames {
  private LpipsNames() {}

  /** torchvision's {@code features.N.*} alone, without the classifier behind them. */
  public static TensorSource trunk(TensorSource vgg) {
    return NotYet.of(vgg);
  }

  /** {@code lin{k}.model.1.weight} alone. */
  public static TensorSource lins(TensorSource lpips) {
    return NotYet.of(lpips);
  }

  /** A whole LPIPS state dict, whose trunk is below {@code net.sliceN.}. */
  public static TensorSource whole(TensorSource lpips) {
    return NotYet.of(lpips);
  }
}
