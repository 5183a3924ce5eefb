package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.SynthesisLayer.Noise;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Style-modulated blocks that turn a feature image into the final image. */
public final class SuperResolution {
  /**
   * @param channels the block's width
   * @param up whether it doubles the size
   */
  public record Block(int channels, boolean up) {}

  /**
   * @param inputSize feature images are resized to this before the first block
   * @param clamp largest magnitude of a layer's output; 0 for none
   * @param storedNoise whether checkpoints hold noise that is never added, as EG3D's do
   * @param averageStyle whether every portrait takes the average style, so that planes alone make a
   *     picture; else a portrait takes its own, as EG3D's do
   */
  public record Config(
      int inputSize, List<Block> blocks, double clamp, boolean storedNoise, boolean averageStyle) {
    public Config {
      blocks = List.copyOf(blocks);
      if (inputSize < 1 || blocks.isEmpty()) {
        throw new IllegalArgumentException(
            "super-resolution needs a positive input size and a block, not "
                + inputSize
                + " and "
                + blocks);
      }
    }

    /** Channels of the widest block. */
    public int widest() {
      return blocks.stream().mapToInt(Block::channels).max().orElseThrow();
    }

    /** Pixels of the final image's side. */
    public int imageSize() {
      return inputSize << blocks.stream().filter(Block::up).count();
    }
  }

  private final Config config;
  private final Input takesFeatures;
  private final Input takesStyle;
  private final List<SynthesisBlock> blocks = new ArrayList<>();

  SuperResolution(Weights w, Config config, int featureChannels, int styleDim) {
    this.config = config;
    this.takesFeatures =
        w.takes(String.format(Locale.ROOT, "features [n, %d, h, w]", featureChannels));
    this.takesStyle = w.takes(String.format(Locale.ROOT, "style [n, %d]", styleDim));
    int in = featureChannels;
    int size = config.inputSize();
    for (int i = 0; i < config.blocks().size(); i++) {
      Block block = config.blocks().get(i);
      size = block.up() ? 2 * size : size;
      blocks.add(
          SynthesisBlock.of(
              w.at("block" + i),
              in,
              block.channels(),
              3,
              styleDim,
              size,
              block.up(),
              config.storedNoise() ? Noise.UNUSED : Noise.NONE,
              config.clamp()));
      in = block.channels();
    }
  }

  /**
   * @param features [n, c, size, size]; the first three channels are the raw image
   * @param style [n or 1, w]; one style for all is folded into the weights
   * @return [n, 3, imageSize, imageSize], about [−1, 1], not clamped
   */
  public NDArray forward(NDArray features, NDArray style) {
    takesStyle.check(style);
    takesFeatures.check(features);
    NDArray x = Mapping.KERNELS.call("interleave", features, config.inputSize());
    SynthesisBlock.State state = new SynthesisBlock.State(x, x.get(":, :3"));
    for (SynthesisBlock block : blocks) {
      state = block.forward(state, style, 0);
    }
    return Mapping.KERNELS.call("plain", Objects.requireNonNull(state.image()));
  }
}
