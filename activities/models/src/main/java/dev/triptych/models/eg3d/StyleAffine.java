package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/** The linear map from a style vector to one scale per input channel; it starts near 1. */
record StyleAffine(NDArray weight, NDArray bias) {
  static StyleAffine of(Weights w, int channels, int styleDim) {
    Weights affine = w.at("affine");
    return new StyleAffine(
        affine.get("weight", channels, styleDim), affine.get("bias", Init.ones(), channels));
  }
}
