package dev.triptych.workflows.portrait;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Scores of models of many styles, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface ModelActivities {
  /** Renders portraits of one style and scores them; heartbeats after each view. */
  @StageMethod(Stage.SCORE_STYLE)
  Staged<ScoredStyle> scoreStyle(ScoreStyleRequest request);

  /** Puts the styles' scores together. */
  @StageMethod(Stage.EVALUATE_MODEL)
  Staged<ModelEvaluation> evaluateModel(EvaluateModelRequest request);
}
