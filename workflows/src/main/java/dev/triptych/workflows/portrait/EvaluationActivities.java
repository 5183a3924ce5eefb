package dev.triptych.workflows.portrait;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Scores, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface EvaluationActivities {
  /** Heartbeats after each view. */
  @StageMethod(Stage.EVALUATE)
  Staged<Evaluation> evaluate(EvaluateRequest request);
}
