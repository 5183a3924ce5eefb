package dev.triptych.cli.verify;

import dev.triptych.cli.console.ExitCode;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.Comparison.Outcome;
import java.util.List;

/**
 * What {@code verify --json} prints.
 *
 * @param artefacts that the run refers to
 * @param sample steps that were asked for
 * @param seed by which they were drawn
 * @param tolerance of values that were made at another place
 * @param steps made once more
 * @param notKept steps that were drawn, and whose results are not kept any more
 */
public record Verified(
    String run,
    BlobCheck.Checked artefacts,
    int sample,
    long seed,
    double tolerance,
    List<Comparison> steps,
    int notKept) {
  public Verified {
    steps = List.copyOf(steps);
  }

  /** A step that came out otherwise weighs more than something that is to be mended. */
  public int exitCode() {
    if (any(Outcome.DIFFERENT) || any(Outcome.FAILED)) {
      return ExitCode.RUN_FAILED;
    }
    return artefacts.damaged().isEmpty() && !any(Outcome.IN_THE_WAY)
        ? ExitCode.OK
        : ExitCode.SURROUNDINGS;
  }

  private boolean any(Outcome outcome) {
    return steps.stream().anyMatch(step -> step.outcome() == outcome);
  }
}
