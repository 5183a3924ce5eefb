package dev.triptych.models.diffusion;

import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;

/** diffusers' ResnetBlock2D with time embedding. */
final class TimedResidualBlock {
  private TimedResidualBlock() {}

  /**
   * What the kernel {@code timed_residual} takes.
   *
   * @param scaleShift whether time scales and shifts the second normalisation's output (FiLM)
   *     instead of being added before it
   */
  static TensorDict gather(Weights weights, int in, int out, int time, boolean scaleShift) {
    LayerWeights layers =
        new LayerWeights(weights)
            .norm("norm1", in)
            .conv("conv1", in, out, 3)
            .linear("time_emb_proj", time, scaleShift ? 2 * out : out)
            .norm("norm2", out)
            .zeroConv("conv2", out, out, 3);
    return (in == out ? layers : layers.conv("conv_shortcut", in, out, 1)).toDict();
  }
}
