package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import org.jspecify.annotations.Nullable;

/** The autoencoder's coarsest stage: two residual blocks around attention over positions. */
final class AutoencoderMiddle {
  private final ResidualBlock before;
  private final @Nullable TensorDict attention;
  private final ResidualBlock after;
  private final Norm norm;

  AutoencoderMiddle(Weights weights, AutoencoderKL.Config config, int channels) {
    norm = config.norm();
    before = new ResidualBlock(weights.at("resnets").at(0), channels, channels, norm);
    attention =
        config.midBlockAddAttention()
            ? new LayerWeights(weights.at("attentions").at(0))
                .norm("group_norm", channels)
                .linear("to_q", channels, channels)
                .linear("to_k", channels, channels)
                .linear("to_v", channels, channels)
                .zeroLinear("to_out.0", channels, channels)
                .toDict()
            : null;
    after = new ResidualBlock(weights.at("resnets").at(1), channels, channels, norm);
  }

  NDArray forward(NDArray x) {
    NDArray h = before.forward(x);
    if (attention != null) {
      h = KERNELS.call("attention", h, attention, norm.groups(), norm.epsilon());
    }
    return after.forward(h);
  }
}
