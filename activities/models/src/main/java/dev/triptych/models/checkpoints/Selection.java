package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Dtype;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tensors picked out of other sources, under names of their own, some of them computed. */
final class Selection implements TensorSource {
  private final String origin;
  private final Map<String, Part> parts = new TreeMap<>();

  /** How a tensor is read. */
  private record Part(
      Shape shape, Dtype dtype, TensorSource source, String name, UnaryOperator<NDArray> change) {}

  Selection(String origin) {
    this.origin = origin;
  }

  /** A tensor as it is. */
  void add(String newName, TensorSource source, String name) {
    add(newName, source, name, shape(source, name), UnaryOperator.identity());
  }

  /**
   * The numbers of a stored tensor, or some of them, in another shape or order.
   *
   * @param shape of the result
   * @param change gives a new array, owned by the manager of the one that it takes
   */
  void add(
      String newName,
      TensorSource source,
      String name,
      Shape shape,
      UnaryOperator<NDArray> change) {
    add(newName, new Part(shape, source.dtype(name), source, name, change));
  }

  /** A stored tensor times {@code factor}, which takes more bits than the stored numbers have. */
  void addScaled(String newName, TensorSource source, String name, double factor) {
    Shape shape = shape(source, name);
    add(newName, new Part(shape, Dtype.F32, source, name, tensor -> tensor.mul(factor)));
  }

  private void add(String newName, Part part) {
    String name = part.name();
    Part other = parts.putIfAbsent(newName, part);
    if (other != null) {
      throw new WeightsException(
          "The tensors "
              + Shown.of(other.name())
              + " and "
              + Shown.of(name)
              + " have the same name today, "
              + Shown.of(newName),
          origin);
    }
  }

  static Shape shape(TensorSource source, String name) {
    Shape shape = source.shape(name);
    if (shape == null) {
      throw new WeightsException("There is no tensor " + Shown.of(name), source.origin());
    }
    return shape;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Set<String> names() {
    return parts.keySet();
  }

  @Override
  public @Nullable Shape shape(String name) {
    Part part = parts.get(name);
    return part == null ? null : part.shape();
  }

  @Override
  public Dtype dtype(String name) {
    return part(name).dtype();
  }

  private Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw new WeightsException("There is no tensor " + Shown.of(name), origin);
    }
    return part;
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    Part part = part(name);
    NDArray stored = part.source().read(part.name(), manager);
    NDArray changed = part.change().apply(stored);
    if (changed != stored) {
      stored.close();
    }
    return changed;
  }
}
