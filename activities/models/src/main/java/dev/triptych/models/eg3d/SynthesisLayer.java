package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.Locale;

/**
 * A 3×3 convolution whose weights are scaled by a style and normalised again, optionally to twice
 * the size, then noise, bias and leaky ReLU (Karras et al. 2020, Analyzing and Improving the Image
 * Quality of StyleGAN, section 2.2).
 */
final class SynthesisLayer {
  /** What is added after the convolution. */
  enum Noise {
    /** StyleGAN's fixed noise image times a learned strength. */
    FIXED,
    /**
     * Stored as {@link #FIXED} in public checkpoints, but never added (EG3D's super-resolution).
     */
    UNUSED,
    /** A learned map with a value per channel and position; it starts at zero. */
    LEARNED_MAP,
    NONE
  }

  private final Input takes;
  private final TensorDict parameters;
  private final boolean up;
  private final double clamp;

  /**
   * @param size of the output, in pixels
   * @param clamp largest output magnitude; 0 for none
   */
  SynthesisLayer(
      Weights w, int in, int out, int styleDim, int size, boolean up, Noise noise, double clamp) {
    int side = up ? size / 2 : size;
    this.takes = w.takes(String.format(Locale.ROOT, "[n, %d, %d, %d]", in, side, side));
    this.up = up;
    this.clamp = clamp;
    LayerWeights layer =
        StyleAffine.gather(w, in, styleDim)
            .tensor("weight", Init.unit(), out, in, 3, 3)
            .tensor("bias", Init.zeros(), out);
    add(noise, layer, w, out, size);
    if (!up && size >= 16) {
      layer.winograd("weight");
    }
    this.parameters = layer.toDict();
  }

  private static void add(Noise kind, LayerWeights layer, Weights w, int channels, int size) {
    switch (kind) {
      case FIXED -> noise(layer, size);
      case UNUSED -> noise(new LayerWeights(w), size); // loaded, but hidden from the kernel
      case LEARNED_MAP -> layer.tensor("learned_map", Init.zeros(), channels, size, size);
      case NONE -> {}
    }
  }

  private static void noise(LayerWeights layer, int size) {
    layer.tensor("noise_const", Init.unit(), size, size).tensor("noise_strength", Init.zeros());
  }

  /**
   * @param x [n, in, h, h]
   * @param ws [n or 1, layers, w], or [n or 1, w] for every layer; batch 1 is folded into the
   *     weights
   * @param k the layer's row of {@code ws}
   */
  NDArray forward(NDArray x, NDArray ws, int k) {
    return Mapping.KERNELS.call("layer", takes.checkFirst(x), ws, k, parameters, up, clamp);
  }
}
