package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/** Equalised-learning-rate convolution with bias, stride 1, size kept. */
record Conv(NDArray weight, NDArray bias) {
  Conv(Weights weights, int in, int out, int kernel) {
    this(weights.get("weight", out, in, kernel, kernel), weights.get("bias", Init.zeros(), out));
  }

  NDArray forward(NDArray x) {
    return ImageToTriplane.KERNELS.call("conv", x, weight, bias);
  }

  /** With leaky ReLU of slope 0.2 and gain √2. */
  NDArray activated(NDArray x) {
    return ImageToTriplane.KERNELS.call("conv_activated", x, weight, bias);
  }
}
