package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /**
   * As {@link #read}, but numbers of two bytes stay what they are if the source can: float16, and
   * bfloat16, which is for kernels only.
   */
  default NDArray readStored(String name, NDManager manager) {
    return read(name, manager);
  }

  /** The tensors below {@code prefix}, without it in their names. */
  default TensorSource below(String prefix) {
    TensorSource original = this;
    Set<String> names =
        names().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    return new TensorSource() {
      @Override
      public String origin() {
        return original.origin();
      }

      @Override
      public Set<String> names() {
        return names;
      }

      @Override
      public @Nullable Shape shape(String name) {
        return original.shape(prefix + name);
      }

      @Override
      public NDArray read(String name, NDManager manager) {
        return original.read(prefix + name, manager);
      }

      @Override
      public NDArray readStored(String name, NDManager manager) {
        return original.readStored(prefix + name, manager);
      }
    };
  }

  /** Some of the tensors, under their names. */
  default TensorSource only(Predicate<String> chosen) {
    TensorSource original = this;
    Set<String> names =
        names().stream().filter(chosen).collect(Collectors.toCollection(TreeSet::new));
    return new TensorSource() {
      @Override
      public String origin() {
        return original.origin();
      }

      @Override
      public Set<String> names() {
        return names;
      }

      @Override
      public @Nullable Shape shape(String name) {
        return names.contains(name) ? original.shape(name) : null;
      }

      @Override
      public NDArray read(String name, NDManager manager) {
        return original.read(name, manager);
      }
    };
  }

  /**
   * The same tensors under other names; for checkpoints written before a public renaming.
   *
   * @throws WeightsException if two tensors would have one name
   */
  default TensorSource renamed(UnaryOperator<String> newName) {
    TensorSource original = this;
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
    return new TensorSource() {
      @Override
      public String origin() {
        return original.origin();
      }

      @Override
      public Set<String> names() {
        return oldNames.keySet();
      }

      @Override
      public @Nullable Shape shape(String name) {
        String old = oldNames.get(name);
        return old == null ? null : original.shape(old);
      }

      @Override
      public NDArray read(String name, NDManager manager) {
        return original.read(old(name), manager);
      }

      @Override
      public NDArray readStored(String name, NDManager manager) {
        return original.readStored(old(name), manager);
      }

      private String old(String name) {
        String old = oldNames.get(name);
        if (old == null) {
          throw new IllegalArgumentException("no tensor " + name + " in " + origin());
        }
        return old;
      }
    };
  }
}
