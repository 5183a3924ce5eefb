package dev.triptych.workflows.spec;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with a spec, not only the first thing. */
public final class InvalidSpec extends IllegalArgumentException {
  private final List<Problem> problems;
  private final List<Excess> excesses;

  /**
   * @param excesses those of the problems that arise between two settings
   */
  public InvalidSpec(List<Problem> problems, List<Excess> excesses) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", "The spec is invalid:\n  ", "")));
    this.problems = List.copyOf(problems);
    this.excesses = List.copyOf(excesses);
  }

  /** In the order of the fields. */
  public List<Problem> problems() {
    return problems;
  }

  /** Those of the problems that arise between two settings. */
  public List<Excess> excesses() {
    return excesses;
  }
}
