package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/**
 * Spatial modulation layer (paper equation 3): normalises each position over its channels, scales
 * and shifts it by maps made from w_s, then convolves, doubling the size first where asked.
 */
final class SpatialModulation {
  /** Scales begin near 1 and shifts near 0, so that the style only tints what the layers do. */
  private static final Init FAINT = new Init.Normal(.1);

  private final Input takes;
  private final TensorDict parameters;
  private final boolean up;

  SpatialModulation(
      Weights weights, ImageToTriplane.Config config, int in, int out, int size, boolean up) {
    this.up = up;
    takes = weights.takes(String.format(Locale.ROOT, "[n, %d, s, s]", in));
    LayerWeights layer = gather(weights, config, in).equalised("conv", in, out, 3);
    if (config.learnedMaps()) {
      layer.tensor("map", Init.zeros(), out, size, size);
    }
    parameters = layer.toDict();
  }

  /** Begins the weights of a layer with those that make its maps from w_s. */
  static LayerWeights gather(Weights weights, ImageToTriplane.Config config, int channels) {
    return new LayerWeights(weights)
        .tensor("modulation.weight", FAINT, 2L * channels, config.modulationHidden(), 3, 3)
        .tensor("modulation.bias", Init.zeros(), 2L * channels);
  }

  /** [n, in, s, s] and hidden style maps of any size → [n, out, s or 2s, s or 2s]. */
  NDArray forward(NDArray x, NDArray hiddenStyle) {
    return ImageToTriplane.KERNELS.call("sml", takes.checkFirst(x), hiddenStyle, parameters, up);
  }
}
