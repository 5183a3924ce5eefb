package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Packing;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.torch.Winograd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A view of named tensors below a prefix. A network is built by asking it for its tensors by their
 * public checkpoint names, so that the names are written once, in the network itself.
 */
public final class Weights {
  /** Gives the values of tensors that are computed rather than stored. */
  @FunctionalInterface
  public interface Generator {
    /** Row-major float32 values of the tensor {@code name}. */
    float[] values(String name, Shape shape, Init init);
  }

  private final Construction construction;
  private final String prefix;
  private final @Nullable Precision frozen; // null while it may be trained
  private final boolean minimal;

  private Weights(
      Construction construction, String prefix, @Nullable Precision frozen, boolean minimal) {
    this.construction = construction;
    this.prefix = prefix;
    this.frozen = frozen;
    this.minimal = minimal;
  }

  /**
   * Builds a network from stored tensors.
   *
   * @throws WeightsException that lists every missing, unexpected and mis-shaped tensor
   */
  public static <N> Model<N> load(
      TensorSource source, NDManager manager, Function<Weights, N> network) {
    Construction construction = new Construction(manager, source, null);
    N built = network.apply(new Weights(construction, "", null, false));
    construction.check(source);
    return new Model<>(built, new StateDict(construction.tensors), manager);
  }

  /**
   * Builds a network with random weights that depend on {@code seed} and the tensors' names only.
   */
  public static <N> Model<N> random(long seed, NDManager manager, Function<Weights, N> network) {
    CounterNoise noise = new CounterNoise(seed);
    return generate(
        (name, shape, init) -> init.values(noise.at(name), (int) shape.size()), manager, network);
  }

  /** Builds a network whose tensors are computed by {@code generator}. */
  public static <N> Model<N> generate(
      Generator generator, NDManager manager, Function<Weights, N> network) {
    Construction construction = new Construction(manager, null, generator);
    return new Model<>(
        network.apply(new Weights(construction, "", null, false)),
        new StateDict(construction.tensors),
        manager);
  }

  /**
   * The tensors that a network asks for, by name, without their values; costs next to no memory,
   * whatever its size.
   */
  public static Map<String, Shape> shapes(Consumer<Weights> network) {
    try (NDManager manager = Torch.newManager()) {
      Construction construction = new Construction(manager, null, null);
      network.accept(new Weights(construction, "", null, false));
      Map<String, Shape> shapes = new LinkedHashMap<>();
      construction.tensors.forEach((name, tensor) -> shapes.put(name, tensor.getShape()));
      return Collections.unmodifiableMap(shapes);
    }
  }

  /** As {@link #frozen(Precision)}, in float32. */
  public Weights frozen() {
    return frozen(Precision.FP32);
  }

  /**
   * The same tensors for a network that is only evaluated. On a CPU those that {@link #layer} gives
   * are {@linkplain Packing packed}, which is faster, and left out of the model's state; elsewhere
   * every tensor is cast.
   */
  public Weights frozen(Precision precision) {
    return new Weights(construction, prefix, precision, minimal);
  }

  /**
   * In a frozen view, the 3×3 weight {@code weight} of a convolution as the kernel {@code winograd}
   * takes it, if {@linkplain Winograd#pays it pays}.
   */
  public Optional<NDArray> winograd(NDArray weight) {
    return frozen != null && Winograd.pays(weight)
        ? Optional.of(Winograd.transform(weight))
        : Optional.empty();
  }

  /**
   * The same tensors for layers that never need a gradient where they are {@link #frozen()}: there
   * {@link #layer} gives a 3×3 weight as the kernel {@code winograd} takes it, and nothing else, if
   * {@linkplain Winograd#pays it pays} and the precision is float32.
   */
  public Weights minimal() {
    return new Weights(construction, prefix, frozen, true);
  }

  /** The view below {@code name}. */
  public Weights at(String name) {
    return new Weights(construction, prefix + name + ".", frozen, minimal);
  }

  /** The view below the list entry {@code index}. */
  public Weights at(int index) {
    return at(Integer.toString(index));
  }

  /** A tensor that a fresh network draws from N(0, 1). */
  public NDArray get(String name, long... shape) {
    return get(name, Init.unit(), shape);
  }

  /**
   * The tensor {@code name} of exactly {@code shape}; {@code init} says how it starts in a fresh
   * network.
   */
  public NDArray get(String name, Init init, long... shape) {
    NDArray tensor = construction.get(prefix + name, new Shape(shape), init);
    return Packing.packs(tensor.getDevice()) ? tensor : inPrecision(name, tensor);
  }

  /** As {@link #get}, for the bias of a layer: in its weight's precision. */
  NDArray bias(String name, Init init, long... shape) {
    return inPrecision(name, get(name, init, shape));
  }

  private NDArray inPrecision(String name, NDArray tensor) {
    return frozen == null || frozen == Precision.FP32
        ? tensor
        : construction.cast(prefix + name, tensor, frozen);
  }

  /** As {@link #get}, for the weight of a convolution or linear layer: packed in a frozen view. */
  NDArray layer(String name, Init init, long... shape) {
    NDArray weight = get(name, init, shape);
    if (frozen == null || !Packing.packs(weight.getDevice())) {
      return weight;
    }
    if (minimal && frozen == Precision.FP32 && shape.length == 4 && Winograd.pays(weight)) {
      try (weight) {
        return construction.replace(prefix + name, Winograd.transform(weight));
      }
    }
    return construction.replace(
        prefix + name,
        shape.length == 2 ? Packing.packLinear(weight, frozen) : Packing.pack(weight, frozen));
  }

  /** As {@link #layer}, cut in two along the first axis where it is packed; else uncut. */
  NDArray[] halves(String name, Init init, long... shape) {
    NDArray weight = get(name, init, shape);
    Precision precision = frozen;
    if (precision == null || !Packing.packs(weight.getDevice())) {
      return new NDArray[] {weight};
    }
    try (weight) {
      construction.release(prefix + name);
      return weight.split(2).stream()
          .map(half -> Packing.pack(half, precision))
          .toArray(NDArray[]::new);
    }
  }

  /**
   * What the layer of this view takes, in float32.
   *
   * @param shape as {@link Input} reads it, for example {@code [n, 512, 32, 32]}
   */
  public Input takes(String shape) {
    return takes(shape, DataType.FLOAT32);
  }

  /** As {@link #takes(String)}, of another type. */
  public Input takes(String shape, DataType type) {
    String layer = prefix.isEmpty() ? "the network" : prefix.substring(0, prefix.length() - 1);
    return new Input(layer, shape, type);
  }

  /** Whether a stored tensor of this name exists; true for generated weights. */
  public boolean has(String name) {
    return construction.source == null || construction.source.shape(prefix + name) != null;
  }

  /** Where tensors of a network under construction go, and what was wrong with them. */
  private static final class Construction {
    private final NDManager manager;
    private final @Nullable TensorSource source; // without it and a generator: shapes alone
    private final @Nullable Generator generator;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private final Set<String> released = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    Construction(NDManager manager, @Nullable TensorSource source, @Nullable Generator generator) {
      this.manager = manager;
      this.source = source;
      this.generator = generator;
    }

    NDArray get(String name, Shape shape, Init init) {
      NDArray known = tensors.get(name);
      if (known == null) {
        known = create(name, shape, init);
        tensors.put(name, known);
      }
      return known;
    }

    /** Puts what a layer computes with in a tensor's place; it is no longer part of the state. */
    NDArray replace(String name, NDArray replacement) {
      if (tensors.get(name) != replacement) {
        release(name);
      }
      return replacement;
    }

    /** Takes a tensor out of the state. */
    void release(String name) {
      released.add(name);
      tensors.remove(name);
    }

    /** Keeps a tensor in another precision from now on. */
    NDArray cast(String name, NDArray tensor, Precision precision) {
      if (tensor.getDataType() != DataType.FLOAT32) {
        return tensor;
      }
      try (tensor) {
        NDArray cast = precision.cast(tensor);
        tensors.put(name, cast);
        return cast;
      }
    }

    private NDArray create(String name, Shape shape, Init init) {
      if (generator != null) {
        // An array made from Java values keeps their buffer; its copy is PyTorch's alone, so that a
        // large network does not count against the JVM's limit of direct memory.
        try (NDArray values = manager.create(generator.values(name, shape, init), shape)) {
          return values.duplicate();
        }
      } else if (source == null) {
        return manager.create(shape); // memory that nobody writes to is never taken
      }
      Shape stored = source.shape(name);
      if (stored == null) {
        problems.add("missing    " + name + " " + shape);
      } else if (stored.size() != shape.size() || !sameUpToOnes(stored, shape)) {
        problems.add("mis-shaped " + name + " is " + stored + ", should be " + shape);
      } else {
        NDArray read = source.read(name, manager);
        return read.getShape().equals(shape) ? read : read.reshape(shape);
      }
      return manager.zeros(
          shape); // lets construction go on, so that all problems are found at once
    }

    /** Old checkpoints store some linear weights as 1×1 convolutions. */
    private static boolean sameUpToOnes(Shape a, Shape b) {
      return squeeze(a).equals(squeeze(b));
    }

    private static List<Long> squeeze(Shape shape) {
      List<Long> sizes = new ArrayList<>();
      for (long size : shape.getShape()) {
        if (size != 1) {
          sizes.add(size);
        }
      }
      return sizes;
    }

    void check(TensorSource given) {
      TreeSet<String> unexpected = new TreeSet<>(given.names());
      unexpected.removeAll(tensors.keySet());
      unexpected.removeAll(released);
      unexpected.forEach(name -> problems.add("unexpected " + name + " " + given.shape(name)));
      if (!problems.isEmpty()) {
        throw WeightsException.of(given.origin(), problems);
      }
    }
  }
}
