package dev.triptych.models.priors.imports;

import dev.triptych.models.priors.PriorException;
import dev.triptych.models.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers everything that is wrong before anything is refused. */
final class Problems {
  private static final String DOWNLOAD =
      "Download it again and compare its SHA-256, or name the right file.";

  private static final int SHOWN = 20;

  private final List<Problem> found = new ArrayList<>();

  void add(String where, String what, String mend) {
    found.add(new Problem(where, what, mend));
  }

  /** As {@link #attempt(Supplier)}, of a network. */
  <T> @Nullable T attempt(String role, Supplier<T> work) {
    int before = found.size();
    T result = attempt(work);
    found.subList(before, found.size()).replaceAll(problem -> problem.of(role));
    return result;
  }

  /** The result of {@code work}; null if that fails, which becomes a problem. */
  <T> @Nullable T attempt(Supplier<T> work) {
    try {
      return work.get();
    } catch (ImportException e) {
      found.addAll(e.problems());
    } catch (WeightsException e) {
      found.add(of(e));
    } catch (PriorException e) {
      add(e.where(), e.what(), e.mend());
    }
    return null;
  }

  /** Of a file that cannot be used. */
  static Problem of(WeightsException e) {
    String shown =
        e.flaws().stream()
            .limit(SHOWN)
            .map(flaw -> "\n    " + flaw)
            .collect(Collectors.joining("", e.flaws().isEmpty() ? "" : ":", ""));
    int hidden = Math.max(0, e.flaws().size() - SHOWN);
    String more = hidden == 0 ? "" : "\n    … and " + hidden + " more";
    return new Problem(null, e.origin(), e.what() + shown + more, DOWNLOAD, e.flaws());
  }

  boolean none() {
    return found.isEmpty();
  }

  /**
   * @throws ImportException with all problems, if there are any
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new ImportException(found);
    }
  }
}
