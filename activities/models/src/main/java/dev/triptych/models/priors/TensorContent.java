package dev.triptych.models.priors;

import dev.triptych.models.weights.Safetensors;
import java.util.Objects;

/**
 * What a file of a prior set holds.
 *
 * @param tensors how many; 0 if it holds none
 * @param parameters numbers in them
 * @param precision such as {@code F16}, several with commas; empty without tensors
 */
public record TensorContent(int tensors, long parameters, String precision) {
  static final TensorContent NONE = new TensorContent(0, 0, "");

  static TensorContent of(Safetensors file) {
    long parameters = 0;
    for (String name : file.names()) {
      parameters += Objects.requireNonNull(file.shape(name)).size();
    }
    return new TensorContent(file.names().size(), parameters, String.join(", ", file.dtypes()));
  }
}
