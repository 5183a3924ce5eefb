package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/** A convolution that keeps, halves or doubles the size. */
record Conv(Input takes, NDArray weight, NDArray bias) {
  static Conv of(Weights weights, String name, int in, int out, int kernel) {
    LayerWeights layer = new LayerWeights(weights).conv(name, in, out, kernel);
    Input takes = weights.at(name).takes(String.format(Locale.ROOT, "[n, %d, h, w]", in));
    return new Conv(takes, layer.get(name + ".weight"), layer.get(name + ".bias"));
  }

  NDArray forward(NDArray x) {
    return call("convolve", x);
  }

  /** Stride 2, padded by one on all sides. */
  NDArray halve(NDArray x) {
    return call("downsample", x);
  }

  /** Stride 2, padded on the right and at the bottom, as the autoencoder does. */
  NDArray halveAsymmetric(NDArray x) {
    return call("downsample_asymmetric", x);
  }

  /** Nearest neighbour, then the convolution. */
  NDArray twice(NDArray x) {
    return call("upsample", x);
  }

  private NDArray call(String kernel, NDArray x) {
    return KERNELS.call(kernel, takes.checkFirst(x), weight, bias);
  }
}
