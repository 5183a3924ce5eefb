package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The encoder E: residual blocks that halve the portrait down to the style map, or to one vector.
 */
final class StyleEncoder {
  private final boolean spatial;
  private final Input takes;
  private final EqualisedConv fromRgb;
  private final List<DownBlock> blocks = new ArrayList<>();
  private final EqualisedConv head;
  private final NDArray styleWeight;
  private final NDArray styleBias;

  StyleEncoder(Weights weights, ImageToTriplane.Config config) {
    spatial = config.spatial();
    List<Integer> channels = config.encoderChannels();
    takes =
        weights.takes(
            String.format(Locale.ROOT, "[n, 3, %d, %d]", config.imageSize(), config.imageSize()));
    fromRgb = EqualisedConv.of(weights, "fromrgb", 3, channels.get(0), 1);
    for (int i = 0; i + 1 < channels.size(); i++) {
      blocks.add(
          new DownBlock(
              weights.at("b" + (config.imageSize() >> i)), channels.get(i), channels.get(i + 1)));
    }
    int last = channels.get(channels.size() - 1);
    head = EqualisedConv.of(weights, "head", last, last, 3);
    Weights style = weights.at("style");
    styleWeight =
        spatial
            ? style.get("weight", config.styleChannels(), last, 1, 1)
            : style.get("weight", config.styleChannels(), last);
    styleBias = style.get("bias", Init.zeros(), config.styleChannels());
  }

  NDArray forward(NDArray portraits) {
    NDArray x = fromRgb.activated(takes.check(portraits));
    for (DownBlock block : blocks) {
      x = block.forward(x);
    }
    x = head.activated(x); // (n, last, k, k)
    return ImageToTriplane.KERNELS.call(
        spatial ? "conv" : "pooled_style", x, styleWeight, styleBias);
  }

  private static final class DownBlock {
    private final Input takes;
    private final TensorDict parameters;

    DownBlock(Weights weights, int in, int out) {
      takes = weights.takes(String.format(Locale.ROOT, "[n, %d, 2s, 2s]", in));
      parameters =
          new LayerWeights(weights)
              .equalised("conv0", in, in, 3)
              .equalised("conv1", in, out, 3)
              .tensor("skip.weight", Init.unit(), out, in, 1, 1)
              .toDict();
    }

    NDArray forward(NDArray x) {
      return ImageToTriplane.KERNELS.call("down_block", takes.checkFirst(x), parameters);
    }
  }
}
