package dev.triptych.models.priors.imports;

import dev.triptych.models.priors.PriorException;
import dev.triptych.models.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers everything that is wrong before anything is refused. */
final class Problems {
  private static final String DOWNLOAD =
      "Download it again and compare its SHA-256, or name the right file.";

  private final List<Problem> found = new ArrayList<>();

  void add(String where, String what, String mend) {
    found.add(new Problem(where, what, mend));
  }

  /** The result of {@code work}; null if that fails, which becomes a problem. */
  <T> @Nullable T attempt(Supplier<T> work) {
    try {
      return work.get();
    } catch (ImportException e) {
      found.addAll(e.problems());
    } catch (WeightsException e) {
      add(e.where(), e.what(), DOWNLOAD);
    } catch (PriorException e) {
      add(e.where(), e.what(), e.mend());
    }
    return null;
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
