package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.eg3d.SynthesisLayer.Noise;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Two synthesis layers (the first block has only the second) and their share of the image. */
final class SynthesisBlock {
  /** Features [n, c, h, h] and the image painted so far, if any. */
  record State(NDArray features, @Nullable NDArray image) {}

  private final List<SynthesisLayer> layers;
  private final ToRgb toRgb;

  private SynthesisBlock(List<SynthesisLayer> layers, ToRgb toRgb) {
    this.layers = layers;
    this.toRgb = toRgb;
  }

  /** The block that starts from the learned constant. */
  static SynthesisBlock first(
      Weights w, int channels, int imageChannels, int styleDim, int size, Noise noise) {
    return new SynthesisBlock(
        List.of(
            new SynthesisLayer(w.at("conv1"), channels, channels, styleDim, size, false, noise, 0)),
        new ToRgb(w.at("torgb"), channels, imageChannels, styleDim, false, 0));
  }

  /**
   * @param size of the output, in pixels
   * @param up whether the input has half the size
   */
  static SynthesisBlock of(
      Weights w,
      int in,
      int out,
      int imageChannels,
      int styleDim,
      int size,
      boolean up,
      Noise noise,
      double clamp) {
    return new SynthesisBlock(
        List.of(
            new SynthesisLayer(w.at("conv0"), in, out, styleDim, size, up, noise, clamp),
            new SynthesisLayer(w.at("conv1"), out, out, styleDim, size, false, noise, clamp)),
        new ToRgb(w.at("torgb"), out, imageChannels, styleDim, up, clamp));
  }

  /** Rows of {@code ws} before the next block's first. */
  int convolutions() {
    return layers.size();
  }

  /**
   * @param ws [n or 1, layers, w], or [n or 1, w] for every layer
   * @param first row of {@code ws} for this block's first layer
   */
  State forward(State before, NDArray ws, int first) {
    return forward(before, ws, first, UnaryOperator.identity());
  }

  /** As above, with a change of the features before they are painted. */
  State forward(State before, NDArray ws, int first, UnaryOperator<NDArray> change) {
    NDArray x = before.features();
    int k = first;
    for (SynthesisLayer layer : layers) {
      x = layer.forward(x, ws, k++);
    }
    x = change.apply(x);
    NDArray image = before.image();
    return new State(x, image == null ? toRgb.forward(x, ws, k) : toRgb.forward(x, ws, k, image));
  }
}
