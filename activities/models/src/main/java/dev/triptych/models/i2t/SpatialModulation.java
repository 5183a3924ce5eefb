package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Spatial modulation layer (paper equation 3): normalises each position over its channels, scales
 * and shifts it by maps made from w_s, then convolves, doubling the size first where asked.
 */
final class SpatialModulation {
  /** Scales begin near 1 and shifts near 0, so that the style only tints what the layers do. */
  static final Init FAINT = new Init.Normal(.1);

  private final NDArray modulation;
  private final NDArray shift;
  private final Conv conv;
  private final @Nullable NDArray map;
  private final boolean up;

  SpatialModulation(
      Weights weights, ImageToTriplane.Config config, int in, int out, int size, boolean up) {
    this.up = up;
    modulation =
        weights.at("modulation").get("weight", FAINT, 2L * in, config.modulationHidden(), 3, 3);
    shift = weights.at("modulation").get("bias", Init.zeros(), 2L * in);
    conv = new Conv(weights.at("conv"), in, out, 3);
    map = config.learnedMaps() ? weights.get("map", Init.zeros(), out, size, size) : null;
  }

  /** [n, in, s, s] and hidden style maps of any size → [n, out, s or 2s, s or 2s]. */
  NDArray forward(NDArray x, NDArray hiddenStyle) {
    return map == null
        ? ImageToTriplane.KERNELS.call(
            "sml", x, hiddenStyle, modulation, shift, conv.weight(), conv.bias(), up)
        : ImageToTriplane.KERNELS.call(
            "sml_mapped", x, hiddenStyle, modulation, shift, conv.weight(), conv.bias(), map, up);
  }
}
