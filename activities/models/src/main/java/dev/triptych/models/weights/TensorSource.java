package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A bag of stored tensors, such as a safetensors file or a checkpoint pickle. */
public interface TensorSource {
  /** Where the tensors come from, for messages. */
  String origin();

  Set<String> names();

  /** The stored shape, or null if there is no such tensor. */
  @Nullable Shape shape(String name);

  /** A float32 copy owned by {@code manager}. */
  NDArray read(String name, NDManager manager);

  /** The kind of number that holds all of a tensor's values: as it is stored, unless computed. */
  default Dtype dtype(String name) {
    return Dtype.F32;
  }

  /** The tensors below {@code prefix}, without it in their names. */
  default TensorSource below(String prefix) {
    return only(name -> name.startsWith(prefix)).renamed(name -> name.substring(prefix.length()));
  }

  /** Some of the tensors, under their names. */
  default TensorSource only(Predicate<String> chosen) {
    return new SelectedTensors(
        this,
        names().stream().filter(chosen).collect(Collectors.toMap(name -> name, name -> name)));
  }

  /**
   * The same tensors under other names; for checkpoints written before a public renaming.
   *
   * @throws WeightsException if two tensors would have one name
   */
  default TensorSource renamed(UnaryOperator<String> newName) {
    Map<String, String> oldNames = new TreeMap<>();
    for (String name : names()) {
      String other = oldNames.putIfAbsent(newName.apply(name), name);
      if (other != null) {
        throw new WeightsException(
            String.format(
                Locale.ROOT,
                "The tensors %s and %s have the same name today, %s",
                other,
                name,
                newName.apply(name)),
            origin());
      }
    }
    return new SelectedTensors(this, oldNames);
  }
}
