package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Image to the channels from which mean and log variance are read. */
final class AutoencoderEncoder {
  private final AutoencoderKL.Config config;
  private final Input takes;
  private final List<UnaryOperator<NDArray>> layers = new ArrayList<>();

  AutoencoderEncoder(Weights weights, AutoencoderKL.Config config) {
    this.config = config;
    int patch = config.patchSize();
    this.takes =
        weights.takes(
            String.format(Locale.ROOT, "[n, %d, %dh, %dw]", config.inChannels(), patch, patch));
    Norm norm = config.norm();
    List<Integer> widths = config.blockOutChannels();
    int in = config.inChannels() * config.patchSize() * config.patchSize();
    layers.add(Conv.of(weights, "conv_in", in, widths.get(0), 3)::forward);
    int channels = widths.get(0);
    for (int level = 0; level < widths.size(); level++) {
      Weights block = weights.at("down_blocks").at(level);
      int out = widths.get(level);
      for (int i = 0; i < config.layersPerBlock(); i++) {
        layers.add(new ResidualBlock(block.at("resnets").at(i), channels, out, norm)::forward);
        channels = out;
      }
      if (level < widths.size() - 1) {
        Weights downsampler = block.at("downsamplers").at(0);
        layers.add(Conv.of(downsampler, "conv", out, out, 3)::halveAsymmetric);
      }
    }
    layers.add(new AutoencoderMiddle(weights.at("mid_block"), config, channels)::forward);
    TensorDict head =
        new LayerWeights(weights)
            .norm("conv_norm_out", channels)
            .conv("conv_out", channels, 2 * config.latentChannels(), 3)
            .toDict();
    layers.add(x -> KERNELS.call("head", x, head, norm.groups(), norm.epsilon()));
  }

  NDArray forward(NDArray images) {
    NDManager owner = images.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray x = KERNELS.call("unshuffle", takes.check(images), config.patchSize());
      x.attach(scope);
      for (UnaryOperator<NDArray> layer : layers) {
        try (NDArray input = x) {
          x = layer.apply(input);
        }
      }
      x.attach(owner);
      return x;
    }
  }
}
