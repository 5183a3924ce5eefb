package dev.triptych.models.priors.imports;

import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

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
    List<String> missing = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    asked.forEach(
        (name, shape) -> {
          Shape stored = tensors.shape(name);
          if (stored == null) {
            missing.add(name + " " + shape);
          } else if (!sizes(stored).equals(sizes(shape))) {
            wrong.add(name + " is " + stored + " and should be " + shape);
          }
        });
    List<String> unexpected =
        tensors.names().stream().filter(name -> !asked.containsKey(name)).sorted().toList();
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
      List<String> names,
      String otherwise) {
    if (names.isEmpty()) {
      return;
    }
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    String more = names.size() > SHOWN ? ", … and " + (names.size() - SHOWN) + " more" : "";
    problems.add(
        new Problem(
            tensors.origin(),
            String.format(
                Locale.ROOT,
                "for the network '%s' %d tensor%s: %s%s",
                role,
                names.size(),
                (names.size() == 1 ? " is " : "s are ") + kind,
                shown,
                more),
            "The download is not whole, " + otherwise + ": name the right one."));
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
