package dev.triptych.models.eg3d;

import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;

/** The linear map from a style vector to one scale per input channel; it starts near 1. */
final class StyleAffine {
  private StyleAffine() {}

  /** Begins the weights of a layer with those of its style. */
  static LayerWeights gather(Weights w, int channels, int styleDim) {
    return new LayerWeights(w)
        .tensor("affine.weight", Init.unit(), channels, styleDim)
        .tensor("affine.bias", Init.ones(), channels);
  }
}
