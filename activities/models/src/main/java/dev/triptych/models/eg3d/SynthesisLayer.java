package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

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

  private final StyleAffine affine;
  private final NDArray weight;
  private final NDArray bias;
  private final NDArray[] noise;
  private final boolean up;
  private final double clamp;

  /**
   * @param size of the output, in pixels
   * @param clamp largest output magnitude; 0 for none
   */
  SynthesisLayer(
      Weights w, int in, int out, int styleDim, int size, boolean up, Noise noise, double clamp) {
    this.affine = StyleAffine.of(w, in, styleDim);
    this.weight = w.get("weight", out, in, 3, 3);
    this.bias = w.get("bias", Init.zeros(), out);
    this.up = up;
    this.clamp = clamp;
    this.noise = noise(w, out, size, noise);
  }

  private static NDArray[] noise(Weights w, int channels, int size, Noise kind) {
    return switch (kind) {
      case FIXED, UNUSED -> {
        NDArray image = w.get("noise_const", size, size);
        NDArray strength = w.get("noise_strength", Init.zeros());
        yield kind == Noise.FIXED ? new NDArray[] {image, strength} : new NDArray[0];
      }
      case LEARNED_MAP -> new NDArray[] {w.get("learned_map", Init.zeros(), channels, size, size)};
      case NONE -> new NDArray[0];
    };
  }

  /**
   * @param x [n, in, h, h]
   * @param ws [n or 1, layers, w], or [n or 1, w] for every layer; batch 1 is folded into the
   *     weights
   * @param k the layer's row of {@code ws}
   */
  NDArray forward(NDArray x, NDArray ws, int k) {
    return Mapping.KERNELS.call(
        "layer", x, ws, k, affine.weight(), affine.bias(), weight, bias, noise, up, clamp);
  }
}
