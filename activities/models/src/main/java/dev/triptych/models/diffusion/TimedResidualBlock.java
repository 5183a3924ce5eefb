package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/** diffusers' ResnetBlock2D with time embedding. */
final class TimedResidualBlock {
  private final Input takesTime;
  private final TensorDict parameters;
  private final Norm norm;
  private final boolean scaleShift;

  /**
   * @param scaleShift whether time scales and shifts the second normalisation's output (FiLM)
   *     instead of being added before it
   */
  TimedResidualBlock(Weights weights, int in, int out, int time, Norm norm, boolean scaleShift) {
    this.norm = norm;
    this.takesTime = weights.takes(String.format(Locale.ROOT, "time [n, %d]", time));
    this.scaleShift = scaleShift;
    LayerWeights layers =
        new LayerWeights(weights)
            .norm("norm1", in)
            .conv("conv1", in, out, 3)
            .linear("time_emb_proj", time, scaleShift ? 2 * out : out)
            .norm("norm2", out)
            .zeroConv("conv2", out, out, 3);
    parameters = (in == out ? layers : layers.conv("conv_shortcut", in, out, 1)).toDict();
  }

  /**
   * @param time [n, time] after its activation
   */
  NDArray forward(NDArray x, NDArray time) {
    return forward(new NDArray[] {x}, time);
  }

  /** With the skip connection's channels behind x's own. */
  NDArray forward(NDArray x, NDArray skip, NDArray time) {
    return forward(new NDArray[] {x, skip}, time);
  }

  private NDArray forward(NDArray[] inputs, NDArray time) {
    return KERNELS.call(
        "timed_residual",
        inputs,
        takesTime.checkFirst(time),
        parameters,
        norm.groups(),
        norm.epsilon(),
        scaleShift);
  }
}
