package dev.triptych.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.StateDict;
import java.util.Optional;

/**
 * The noise images that StyleGAN's layers add, as variables of an inversion: kept noise by a
 * penalty, and at mean 0 and variance 1.
 */
record NoiseMaps(StateDict maps) {
  /** Those of a generator's backbone; its super-resolution adds none. */
  static NoiseMaps of(StateDict generator) {
    return new NoiseMaps(
        generator.only(
            name -> name.startsWith("backbone.synthesis.") && name.endsWith(".noise_const")));
  }

  /** Their resemblance to themselves, shifted by a pixel, at all sizes; empty without maps. */
  Optional<NDArray> autocorrelation(NDManager scope) {
    return maps.tensors().isEmpty()
        ? Optional.empty()
        : Optional.of(Inversion.KERNELS.callIn(scope, "autocorrelation", (Object) arrays()));
  }

  /** Makes them standard again after a step of the optimiser. */
  void normalise(NDManager scope) {
    if (!maps.tensors().isEmpty()) {
      try (GradMode off = GradMode.off();
          NDArray same = Inversion.KERNELS.callIn(scope, "normalise", (Object) arrays())) {
        // the kernel works in place
      }
    }
  }

  private NDArray[] arrays() {
    return maps.arrays().toArray(NDArray[]::new);
  }
}
