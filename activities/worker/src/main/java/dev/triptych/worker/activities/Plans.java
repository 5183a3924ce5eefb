package dev.triptych.worker.activities;

import dev.triptych.models.i2t.DensityRegularisation;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.workflows.spec.DensitySpec;
import dev.triptych.workflows.spec.LossSpec;
import dev.triptych.workflows.spec.TrainingSpec;
import java.util.List;
import java.util.Set;

/** A spec's trainings in the networks' own terms. */
final class Plans {
  // Of the learning rate's decay, as in the priors' recipes.
  private static final double FLOOR = .02;

  private Plans() {}

  static Training.Plan training(TrainingSpec spec) {
    return training(spec, List.of());
  }

  /**
   * @param milestones steps after which the weights are kept
   */
  static Training.Plan training(TrainingSpec spec, List<Integer> milestones) {
    return new Training.Plan(
        spec.steps(),
        Adam.Config.of(spec.learningRate(), spec.beta1(), spec.beta2()),
        new Schedule(spec.warmUpSteps(), spec.decayFraction(), FLOOR),
        0,
        Math.min(spec.steps(), spec.checkpointEvery()),
        Set.copyOf(milestones));
  }

  static FineTuning.Objective objective(LossSpec loss, int batch) {
    DensitySpec density = loss.density();
    boolean multiplicative =
        switch (density.perturbation()) {
          case MULTIPLICATIVE -> true;
          case ADDITIVE -> false;
        };
    return new FineTuning.Objective(
        batch,
        loss.lambdaRec(),
        loss.lpips(),
        loss.lambdaDr(),
        new DensityRegularisation(density.points(), density.deviation(), multiplicative));
  }
}
