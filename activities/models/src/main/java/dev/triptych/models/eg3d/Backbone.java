package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.SynthesisLayer.Noise;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * StyleGAN2's synthesis network with skip connections; its "image" is the three feature planes.
 * Blocks have 4, 8, 16, … pixels.
 */
public final class Backbone {
  /**
   * @param widths channels of the blocks, from 4×4 pixels upwards
   * @param planeChannels features of each of the three planes
   * @param learnedMaps adds a learned map in every layer instead of StyleGAN's fixed noise
   */
  public record Config(List<Integer> widths, int planeChannels, boolean learnedMaps) {
    public Config {
      widths = List.copyOf(widths);
      if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1) || planeChannels < 1) {
        throw new IllegalArgumentException(
            "a backbone needs positive widths, not " + widths + " to planes of " + planeChannels);
      }
    }

    /** StyleGAN2's rule: {@code base / size} channels, at most {@code max}. */
    public static List<Integer> widths(int base, int max, int planeSize) {
      List<Integer> widths = new ArrayList<>();
      for (int size = 4; size <= planeSize; size *= 2) {
        widths.add(Math.min(base / size, max));
      }
      return widths;
    }

    /** Pixels of a plane's side. */
    public int planeSize() {
      return 4 << (widths.size() - 1);
    }

    /** Style vectors used: one per convolution, and one for the last block's planes. */
    public int layers() {
      return 2 * widths.size();
    }
  }

  private final Input takes;
  private final NDArray constant;
  private final boolean channelsInnermost;
  private final List<SynthesisBlock> blocks = new ArrayList<>();

  Backbone(Weights w, Config config, int styleDim) {
    Noise noise = config.learnedMaps() ? Noise.LEARNED_MAP : Noise.FIXED;
    int planes = 3 * config.planeChannels();
    int in = config.widths().get(0);
    this.takes = w.takes(String.format(Locale.ROOT, "[n, %d, %d]", config.layers(), styleDim));
    // faster through wide layers; a learned map is stored like plain features
    this.channelsInnermost = !config.learnedMaps();
    this.constant = w.at("b4").get("const", in, 4, 4);
    for (int i = 0; i < config.widths().size(); i++) {
      int size = 4 << i;
      int out = config.widths().get(i);
      Weights block = w.at("b" + size);
      blocks.add(
          i == 0
              ? SynthesisBlock.first(block, out, planes, styleDim, size, noise)
              : SynthesisBlock.of(block, in, out, planes, styleDim, size, true, noise, 0));
      in = out;
    }
  }

  /** Changes a block's features before they are painted onto the planes. */
  @FunctionalInterface
  public interface FeatureHook {
    /**
     * @param block counted from 0, the 4×4 one
     * @param features [n, c, size, size]
     */
    NDArray apply(int block, NDArray features);
  }

  /**
   * @param ws [n, layers, w]
   * @return planes [n, 3·c, size, size]; channel p·c + i is feature i of plane p
   */
  public NDArray forward(NDArray ws) {
    return forward(ws, (block, features) -> features);
  }

  /** As above, with a hook on every block's features. */
  public NDArray forward(NDArray ws, FeatureHook hook) {
    NDArray x = Mapping.KERNELS.call("start", takes.check(ws), constant, channelsInnermost);
    SynthesisBlock.State state = new SynthesisBlock.State(x, null);
    int k = 0;
    for (int i = 0; i < blocks.size(); i++) {
      int number = i;
      SynthesisBlock block = blocks.get(i);
      state = block.forward(state, ws, k, features -> hook.apply(number, features));
      k += block.convolutions();
    }
    return Mapping.KERNELS.call("plain", Objects.requireNonNull(state.image()));
  }
}
