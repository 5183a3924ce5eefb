package dev.triptych.models.priors.imports;

import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Dtype;
import dev.triptych.models.weights.Flaw;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network whose tensors were found and fit.
 *
 * @param role as {@link dev.triptych.models.priors.Networks} lists them
 * @param config its configuration record
 * @param shapes of the tensors that it asks for, in its order
 * @param tensors under the names in {@code shapes}, perhaps with other sizes of 1
 * @param files that hold them
 */
record NetworkDraft(
    String role, Object config, Map<String, Shape> shapes, TensorSource tensors, List<Path> files) {
  private static final int SHOWN = 6;

  NetworkDraft {
    files = List.copyOf(files);
  }

  /**
   * How the numbers are kept.
   *
   * @param asked null for as they are stored, if that is one kind of 16 bits; else float32
   */
  Precision precision(@Nullable Precision asked) {
    if (asked != null) {
      return asked;
    }
    Set<Dtype> stored = EnumSet.noneOf(Dtype.class);
    shapes.keySet().forEach(name -> stored.add(tensors.dtype(name)));
    if (stored.equals(EnumSet.of(Dtype.F16))) {
      return Precision.FLOAT16;
    }
    return stored.equals(EnumSet.of(Dtype.BF16)) ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  /** Number of scalars. */
  long parameters() {
    return shapes.values().stream().mapToLong(Shape::size).sum();
  }

  /**
   * Compares stored tensors with those that the network asks for; reads no number.
   *
   * @throws ImportException with what is missing, unexpected or mis-shaped
   */
  static NetworkDraft fit(
      String role,
      Object config,
      Consumer<Weights> network,
      TensorSource tensors,
      List<Path> files) {
    Map<String, Shape> asked = shapes(role, network, tensors.origin());
    List<Flaw> missing = new ArrayList<>();
    List<Flaw> wrong = new ArrayList<>();
    asked.forEach(
        (name, shape) -> {
          Shape stored = tensors.shape(name);
          if (stored == null) {
            missing.add(new Flaw(name, "missing, should be " + shape));
          } else if (!sizes(stored).equals(sizes(shape))) {
            wrong.add(new Flaw(name, "is " + stored + " and should be " + shape));
          }
        });
    List<Flaw> unexpected =
        tensors.names().stream()
            .filter(name -> !asked.containsKey(name))
            .sorted()
            .map(name -> new Flaw(name, "unexpected, is " + tensors.shape(name)))
            .toList();
    List<Problem> problems = new ArrayList<>();
    add(problems, tensors, role, "missing", missing, "or the file of another network was named");
    add(problems, tensors, role, "unexpected", unexpected, "or the network has parts unknown here");
    add(problems, tensors, role, "mis-shaped", wrong, "or its config is that of another size");
    if (!problems.isEmpty()) {
      throw new ImportException(problems);
    }
    return new NetworkDraft(role, config, asked, tensors, files);
  }

  private static Map<String, Shape> shapes(String role, Consumer<Weights> network, String origin) {
    try {
      return Weights.shapes(network);
    } catch (RuntimeException e) { // sizes that contradict each other, or need too much memory
      throw new ImportException(
          origin,
          "no network '" + role + "' has such a configuration (" + e.getMessage() + ")",
          "Download its config again.");
    }
  }

  private static void add(
      List<Problem> problems,
      TensorSource tensors,
      String role,
      String kind,
      List<Flaw> flaws,
      String otherwise) {
    if (flaws.isEmpty()) {
      return;
    }
    int count = flaws.size();
    String shown =
        flaws.stream()
            .limit(SHOWN)
            .map(flaw -> flaw.tensor() + " (" + flaw.what() + ")")
            .collect(Collectors.joining(", "));
    String more = count > SHOWN ? ", … and " + (count - SHOWN) + " more" : "";
    problems.add(
        new Problem(
            role,
            tensors.origin(),
            String.format(
                Locale.ROOT,
                "for the network '%s' %d tensor%s: %s%s",
                role,
                count,
                (count == 1 ? " is " : "s are ") + kind,
                shown,
                more),
            "The download is not whole, " + otherwise + ": name the right one.",
            flaws));
  }

  /** Old checkpoints store some linear weights as 1×1 convolutions. */
  private static List<Long> sizes(Shape shape) {
    List<Long> sizes = new ArrayList<>();
    for (long size : shape.getShape()) {
      if (size != 1) {
        sizes.add(size);
      }
    }
    return sizes;
  }
}
