package dev.triptych.cli.spec;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with a spec, in the order of the file. */
public final class SpecException extends Exception {
  private final transient List<SpecProblem> problems;

  private SpecException(String source, List<SpecProblem> problems) {
    super(
        problems.stream()
            .map(SpecProblem::toString)
            .collect(Collectors.joining("\n  ", title(source, problems.size()) + "\n  ", "")));
    this.problems = problems;
  }

  static SpecException of(String source, List<SpecProblem> problems) {
    return new SpecException(source, sorted(problems));
  }

  public List<SpecProblem> problems() {
    return problems;
  }

  private static List<SpecProblem> sorted(List<SpecProblem> problems) {
    // Lines of another source (--set) come after those of the file; the sort is stable.
    return problems.stream()
        .sorted(
            Comparator.comparing((SpecProblem p) -> p.mark().line() == 0)
                .thenComparing(p -> p.mark().line())
                .thenComparing(p -> p.mark().column()))
        .toList();
  }

  private static String title(String source, int count) {
    return source + (count == 1 ? " has a problem:" : " has " + count + " problems:");
  }
}
