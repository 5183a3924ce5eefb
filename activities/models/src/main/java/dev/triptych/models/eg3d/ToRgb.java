package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/** A style-scaled 1×1 convolution to image (or plane) channels, added to the smaller image. */
final class ToRgb {
  private final StyleAffine affine;
  private final NDArray weight;
  private final NDArray bias;
  private final boolean up;
  private final double clamp;

  /**
   * @param up whether the image so far has half the size
   * @param clamp largest magnitude of this layer's share; 0 for none
   */
  ToRgb(Weights w, int in, int out, int styleDim, boolean up, double clamp) {
    this.affine = StyleAffine.of(w, in, styleDim);
    this.weight = w.get("weight", out, in, 1, 1);
    this.bias = w.get("bias", Init.zeros(), out);
    this.up = up;
    this.clamp = clamp;
  }

  /**
   * @param image what the earlier blocks painted, at most one array
   */
  NDArray forward(NDArray x, NDArray ws, int k, NDArray... image) {
    return Mapping.KERNELS.call(
        "to_image", x, ws, k, affine.weight(), affine.bias(), weight, bias, image, up, clamp);
  }
}
