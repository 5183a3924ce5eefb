package dev.triptych.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.training.Training;
import java.util.LinkedHashMap;
import java.util.Map;

/** A weighted sum of losses, and what it consists of. */
final class Terms {
  private final Map<String, NDArray> parts = new LinkedHashMap<>();
  private final Map<String, Double> weights = new LinkedHashMap<>();

  void add(String name, double weight, NDArray scalar) {
    parts.put(name, scalar);
    weights.put(name, weight);
  }

  Training.Losses losses(NDManager scope) {
    NDArray total =
        Inversion.KERNELS.callIn(
            scope,
            "weighed",
            parts.values().toArray(NDArray[]::new),
            weights.values().stream().mapToDouble(Double::doubleValue).toArray());
    return Training.Losses.of(total, parts);
  }
}
