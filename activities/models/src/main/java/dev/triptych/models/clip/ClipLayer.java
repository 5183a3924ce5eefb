package dev.triptych.models.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Kernels;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One layer of either tower: attention and feed-forward, normalised before, added to the input. */
final class ClipLayer {
  static final Kernels KERNELS = Kernels.withPacking(ClipLayer.class, "clip.py");

  /** What both towers' configurations have in common. */
  record Size(int hidden, int intermediate, int layers, int heads, String activation) {
    Size {
      if (layers < 1 || heads < 1 || hidden % heads != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d layers of width %d with %d attention heads are impossible",
                layers,
                hidden,
                heads));
      }
      if (!List.of("quick_gelu", "gelu").contains(activation)) {
        throw new IllegalArgumentException("hidden_act is quick_gelu or gelu, not " + activation);
      }
    }
  }

  private final Input takes;
  private final TensorDict parameters;
  private final Size size;
  private final boolean causal;

  private ClipLayer(Weights weights, Size size, boolean causal) {
    this.size = size;
    this.causal = causal;
    int width = size.hidden();
    takes = weights.takes(String.format(Locale.ROOT, "[n, tokens, %d]", width));
    parameters =
        new LayerWeights(weights)
            .norm("layer_norm1", width)
            .linear("self_attn.q_proj", width, width)
            .linear("self_attn.k_proj", width, width)
            .linear("self_attn.v_proj", width, width)
            .linear("self_attn.out_proj", width, width)
            .norm("layer_norm2", width)
            .linear("mlp.fc1", width, size.intermediate())
            .linear("mlp.fc2", size.intermediate(), width)
            .toDict();
  }

  /** The layers below {@code encoder.layers}. */
  static List<ClipLayer> stack(Weights weights, Size size, boolean causal) {
    Weights layers = weights.at("encoder").at("layers");
    return IntStream.range(0, size.layers())
        .mapToObj(i -> new ClipLayer(layers.at(i), size, causal))
        .toList();
  }

  /** Runs the whole stack; {@code x} is freed and the result has its owner. */
  static NDArray forward(List<ClipLayer> stack, NDArray x) {
    return forward(stack, x, x.getShape().get(1));
  }

  /**
   * As {@link #forward(List, NDArray)}, but gives the first {@code wanted} tokens alone: the last
   * layer computes no others.
   */
  static NDArray forward(List<ClipLayer> stack, NDArray x, long wanted) {
    NDManager owner = x.getManager();
    long tokens = x.getShape().get(1);
    NDArray hidden = x;
    for (int i = 0; i < stack.size(); i++) {
      try (NDArray input = hidden) {
        hidden = stack.get(i).forward(input, i == stack.size() - 1 ? wanted : tokens);
      }
    }
    hidden.attach(owner);
    return hidden;
  }

  private NDArray forward(NDArray x, long wanted) {
    boolean quick = size.activation().equals("quick_gelu");
    return KERNELS.call(
        "layer", takes.checkFirst(x), parameters, size.heads(), causal, quick, wanted);
  }
}
