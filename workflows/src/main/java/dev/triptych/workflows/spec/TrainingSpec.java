package dev.triptych.workflows.spec;

import dev.triptych.workflows.stage.Incidental;

/**
 * One training with Adam.
 *
 * @param steps optimiser steps
 * @param batch samples (pre-training) or views of one portrait (fine-tuning) per step
 * @param beta1 Adam's, in [0, 1)
 * @param beta2 Adam's, in [0, 1)
 * @param warmUpSteps the learning rate climbs linearly over this many steps
 * @param decayFraction the learning rate falls linearly to zero over this last part, 0 to 1
 * @param checkpointEvery steps between checkpoints; does not change the result
 */
public record TrainingSpec(
    int steps,
    int batch,
    double learningRate,
    double beta1,
    double beta2,
    int warmUpSteps,
    double decayFraction,
    @Incidental int checkpointEvery) {
  /** Adam of section 4.1; 400 steps of 4 views fit the three minutes of Table 1. */
  public static TrainingSpec paperFineTuning() {
    return new TrainingSpec(400, 4, 0.002, 0, 0.99, 0, 0, 100);
  }

  /** Adam of section 4.1; the paper leaves the length open. */
  public static TrainingSpec paperPretraining() {
    return new TrainingSpec(50_000, 8, 0.002, 0, 0.99, 0, 0, 1000);
  }

  void check(Problems problems) {
    problems.between("steps", steps, 1, 100_000_000);
    problems.between("batch", batch, 1, 1024);
    problems.above("learningRate", learningRate, 0, 1);
    beta(problems, "beta1", beta1);
    beta(problems, "beta2", beta2);
    problems.within("warmUpSteps", warmUpSteps, "steps", steps);
    problems.between("decayFraction", decayFraction, 0, 1);
    problems.between("checkpointEvery", checkpointEvery, 1, 100_000_000);
  }

  private static void beta(Problems problems, String field, double beta) {
    problems.require(
        beta >= 0 && beta < 1, field, "must be at least 0 and below 1, but is " + beta);
  }
}
