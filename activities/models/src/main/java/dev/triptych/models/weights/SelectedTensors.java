package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tensors of another source under names of their own.
 *
 * @param originals the other source's name of each
 */
record SelectedTensors(TensorSource source, Map<String, String> originals) implements TensorSource {
  SelectedTensors {
    originals = Collections.unmodifiableMap(new TreeMap<>(originals));
  }

  @Override
  public String origin() {
    return source.origin();
  }

  @Override
  public Set<String> names() {
    return originals.keySet();
  }

  @Override
  public @Nullable Shape shape(String name) {
    String original = originals.get(name);
    return original == null ? null : source.shape(original);
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    return source.read(original(name), manager);
  }

  @Override
  public Dtype dtype(String name) {
    return source.dtype(original(name));
  }

  private String original(String name) {
    String original = originals.get(name);
    if (original == null) {
      throw new IllegalArgumentException("no tensor " + name + " in " + origin());
    }
    return original;
  }
}
