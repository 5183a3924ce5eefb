package dev.triptych.workflows.priors;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Trainings of the bundled prior set, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface TrainPriorActivities {
  /** Heartbeats, and resumes from its newest checkpoint. */
  @StageMethod(Stage.TRAIN_PRIOR)
  Staged<TrainedPrior> train(TrainPriorRequest request);

  /** Rounds the weights to half precision and writes the manifest. */
  @StageMethod(Stage.PACK_PRIORS)
  Staged<PriorSet> packPriors(PackPriorsRequest request);
}
