package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/** Equalised-learning-rate convolution with bias, stride 1, size kept. */
record EqualisedConv(Input takes, NDArray weight, NDArray bias) {
  static EqualisedConv of(Weights weights, String name, int in, int out, int kernel) {
    LayerWeights layer = new LayerWeights(weights).equalised(name, in, out, kernel);
    Input takes = weights.at(name).takes(String.format(Locale.ROOT, "[n, %d, s, s]", in));
    return new EqualisedConv(takes, layer.get(name + ".weight"), layer.get(name + ".bias"));
  }

  NDArray forward(NDArray x) {
    return ImageToTriplane.KERNELS.call("conv", takes.checkFirst(x), weight, bias);
  }

  /** With leaky ReLU of slope 0.2 and gain √2. */
  NDArray activated(NDArray x) {
    return ImageToTriplane.KERNELS.call("conv_activated", takes.checkFirst(x), weight, bias);
  }
}
