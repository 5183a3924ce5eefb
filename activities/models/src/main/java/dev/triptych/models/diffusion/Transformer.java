package dev.triptych.models.diffusion;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/**
 * diffusers' Transformer2DModel with one block: self-attention over positions, cross-attention to
 * the prompt, gated feed-forward, plus input.
 */
final class Transformer {
  private final Input takesText;
  private final TensorDict parameters;
  private final NDArray toKey;
  private final NDArray toValue;
  private final int heads;

  Transformer(Weights weights, int channels, int heads, int textWidth) {
    if (channels % heads != 0) {
      throw new IllegalArgumentException(
          channels + " channels cannot be divided among " + heads + " attention heads");
    }
    this.heads = heads;
    Weights block = weights.at("transformer_blocks").at(0);
    parameters =
        new LayerWeights(weights)
            .norm("norm", channels)
            .linear("proj_in", channels, channels)
            .from(block)
            .norm("norm1", channels)
            .projection("attn1.to_q", channels, channels)
            .projection("attn1.to_k", channels, channels)
            .projection("attn1.to_v", channels, channels)
            .linear("attn1.to_out.0", channels, channels)
            .norm("norm2", channels)
            .projection("attn2.to_q", channels, channels)
            .linear("attn2.to_out.0", channels, channels)
            .norm("norm3", channels)
            .gate("ff.net.0.proj", channels, 4 * channels)
            .linear("ff.net.2", 4 * channels, channels)
            .from(weights)
            .zeroLinear("proj_out", channels, channels)
            .toDict();
    Weights cross = block.at("attn2");
    takesText = cross.takes(String.format(Locale.ROOT, "text [n, tokens, %d]", textWidth));
    LayerWeights text =
        new LayerWeights(cross)
            .projection("to_k", textWidth, channels)
            .projection("to_v", textWidth, channels);
    toKey = text.get("to_k.weight");
    toValue = text.get("to_v.weight");
  }

  /** Weights of the keys and values of the cross-attention, each [channels, text width]. */
  NDArray[] keyValueWeights() {
    return new NDArray[] {toKey, toValue};
  }

  /**
   * @param text [n, tokens, text width]
   */
  void check(NDArray text) {
    takesText.check(text);
  }

  int heads() {
    return heads;
  }

  /** What the kernel {@code transformer} takes. */
  TensorDict parameters() {
    return parameters;
  }
}
