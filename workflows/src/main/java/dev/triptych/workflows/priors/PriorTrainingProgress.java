package dev.triptych.workflows.priors;

import dev.triptych.workflows.stage.State;
import java.util.List;

/**
 * How far the training of a prior set is.
 *
 * @param steps in the order of {@link PriorStep}
 */
public record PriorTrainingProgress(List<Step> steps) {
  /**
   * @param fraction of the step's work, 0 to 1
   */
  public record Step(PriorStep step, State state, double fraction) {}

  public PriorTrainingProgress {
    steps = List.copyOf(steps);
  }
}
