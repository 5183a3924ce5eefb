package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Latents to image. */
final class AutoencoderDecoder {
  private final List<UnaryOperator<NDArray>> layers = new ArrayList<>();

  AutoencoderDecoder(Weights weights, AutoencoderKL.Config config) {
    Norm norm = config.norm();
    List<Integer> widths = config.blockOutChannels();
    int channels = widths.get(widths.size() - 1);
    layers.add(Conv.of(weights, "conv_in", config.latentChannels(), channels, 3)::forward);
    layers.add(new AutoencoderMiddle(weights.at("mid_block"), config, channels)::forward);
    for (int i = 0; i < widths.size(); i++) {
      Weights block = weights.at("up_blocks").at(i);
      int level = widths.size() - 1 - i;
      int out = widths.get(level);
      for (int j = 0; j <= config.layersPerBlock(); j++) {
        layers.add(new ResidualBlock(block.at("resnets").at(j), channels, out, norm)::forward);
        channels = out;
      }
      if (level > 0) {
        Weights upsampler = block.at("upsamplers").at(0).minimal();
        layers.add(Conv.of(upsampler, "conv", out, out, 3)::twice);
      }
    }
    int patch = config.patchSize();
    TensorDict head =
        new LayerWeights(weights)
            .norm("conv_norm_out", channels)
            .conv("conv_out", channels, config.outChannels() * patch * patch, 3)
            .toDict();
    layers.add(x -> KERNELS.call("head", x, head, norm.groups(), norm.epsilon()));
    layers.add(x -> KERNELS.call("shuffle", x, patch));
  }

  /**
   * @param latents are freed
   */
  NDArray forward(NDArray latents) {
    NDManager owner = latents.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray x = latents;
      for (UnaryOperator<NDArray> layer : layers) {
        try (NDArray input = x) {
          x = layer.apply(input);
          x.attach(scope);
        }
      }
      x.attach(owner);
      return x;
    }
  }
}
