package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/** A style-scaled 1×1 convolution to image (or plane) channels, added to the smaller image. */
final class ToRgb {
  private final Input takes;
  private final TensorDict parameters;
  private final boolean up;
  private final double clamp;

  /**
   * @param up whether the image so far has half the size
   * @param clamp largest magnitude of this layer's share; 0 for none
   */
  ToRgb(Weights w, int in, int out, int styleDim, boolean up, double clamp) {
    this.takes = w.takes(String.format(Locale.ROOT, "[n, %d, h, h]", in));
    this.parameters =
        StyleAffine.gather(w, in, styleDim)
            .tensor("weight", Init.unit(), out, in, 1, 1)
            .tensor("bias", Init.zeros(), out)
            .toDict();
    this.up = up;
    this.clamp = clamp;
  }

  /**
   * @param image what the earlier blocks painted, at most one array
   */
  NDArray forward(NDArray x, NDArray ws, int k, NDArray... image) {
    return Mapping.KERNELS.call(
        "to_image", takes.checkFirst(x), ws, k, parameters, image, up, clamp);
  }
}
