package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;

/** A convolution that keeps, halves or doubles the size. */
record Conv(NDArray weight, NDArray bias) {
  static Conv of(Weights weights, String name, int in, int out, int kernel) {
    NDArray[] p = new LayerWeights(weights).conv(name, in, out, kernel).toArray();
    return new Conv(p[0], p[1]);
  }

  NDArray forward(NDArray x) {
    return KERNELS.call("convolve", x, weight, bias);
  }

  /** Stride 2, padded by one on all sides. */
  NDArray halve(NDArray x) {
    return KERNELS.call("downsample", x, weight, bias);
  }

  /** Stride 2, padded on the right and at the bottom, as the autoencoder does. */
  NDArray halveAsymmetric(NDArray x) {
    return KERNELS.call("downsample_asymmetric", x, weight, bias);
  }

  /** Nearest neighbour, then the convolution. */
  NDArray twice(NDArray x) {
    return KERNELS.call("upsample", x, weight, bias);
  }
}
