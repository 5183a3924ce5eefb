package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The named tensors of a network, in the order in which the network asked for them. */
public record StateDict(Map<String, NDArray> tensors) {
  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** The tensors whose names satisfy {@code filter}. */
  public StateDict only(Predicate<String> filter) {
    Map<String, NDArray> kept = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (filter.test(name)) {
            kept.put(name, tensor);
          }
        });
    return new StateDict(kept);
  }

  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  public List<NDArray> arrays() {
    return List.copyOf(tensors.values());
  }

  /** Number of scalars. */
  public long size() {
    return tensors.values().stream().mapToLong(NDArray::size).sum();
  }

  /** Says whether the tensors collect gradients. */
  public void requireGradient(boolean required) {
    tensors.values().forEach(tensor -> tensor.setRequiresGradient(required));
  }
}
