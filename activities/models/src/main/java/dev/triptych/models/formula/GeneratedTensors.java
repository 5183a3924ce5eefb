package dev.triptych.models.formula;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tensors that are computed when they are read, one at a time. */
public final class GeneratedTensors implements TensorSource {
  private final String origin;
  private final Map<String, Shape> shapes;
  private final Weights.Generator generator;

  /**
   * @param origin for messages
   * @param shapes of all tensors by name, see {@link Weights#shapes}
   */
  public GeneratedTensors(String origin, Map<String, Shape> shapes, Weights.Generator generator) {
    this.origin = origin;
    this.shapes = Collections.unmodifiableMap(new TreeMap<>(shapes));
    this.generator = generator;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public @Nullable Shape shape(String name) {
    return shapes.get(name);
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + name + " in " + origin);
    }
    try (NDArray values = manager.create(generator.values(name, shape, Init.zeros()), shape)) {
      return values.duplicate(); // without Java's buffer behind it
    }
  }
}
