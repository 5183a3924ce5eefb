package dev.triptych.models.priors.imports;

import java.util.List;
import java.util.stream.Collectors;

/** An import that is refused; the message lists every problem of every part. Nothing is written. */
public final class ImportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ImportException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  ImportException(String where, String what, String mend) {
    this(List.of(new Problem(where, what, mend)));
  }

  private static String message(List<Problem> problems) {
    return problems.size() == 1
        ? problems.get(0).toString()
        : problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining("", problems.size() + " problems:", ""));
  }

  public List<Problem> problems() {
    return problems;
  }
}
