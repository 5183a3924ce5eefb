package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/** diffusers' ResnetBlock2D without time embedding: norm, SiLU, convolution, twice, plus input. */
final class ResidualBlock {
  private final Input takes;
  private final TensorDict parameters;
  private final Norm norm;

  ResidualBlock(Weights weights, int in, int out, Norm norm) {
    this.norm = norm;
    this.takes = weights.takes(String.format(Locale.ROOT, "[n, %d, h, w]", in));
    LayerWeights layers =
        new LayerWeights(weights.minimal())
            .norm("norm1", in)
            .conv("conv1", in, out, 3)
            .norm("norm2", out)
            .zeroConv("conv2", out, out, 3);
    parameters = (in == out ? layers : layers.conv("conv_shortcut", in, out, 1)).toDict();
  }

  NDArray forward(NDArray x) {
    return KERNELS.call("residual", takes.checkFirst(x), parameters, norm.groups(), norm.epsilon());
  }
}
