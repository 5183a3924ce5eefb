package dev.triptych.workflows.recompute;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.triptych.workflows.stage.PendingActivities;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;

/** Asks for the activity by its type, so that every stage can be made once more. */
public final class RecomputeWorkflowImpl implements RecomputeWorkflow {
  private static final int ATTEMPTS = 2; // somebody waits for the answer

  /** Of a staged result, all that matters here, whatever the result's type. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Executed(StageRecord stage) {}

  @Override
  public StageRecord run(RecomputeRequest request) {
    Stage stage = request.stage();
    return Workflow.newUntypedActivityStub(options(stage))
        .execute(PendingActivities.activityType(stage), Executed.class, request.inputs())
        .stage();
  }

  private static ActivityOptions options(Stage stage) {
    ActivityOptions usual =
        switch (stage) {
          case INVERT_PHOTO, TUNE_PHOTO, INVERT, PRETRAIN, FINE_TUNE, TRAIN_PRIOR ->
              StepOptions.training();
          case EDIT_VIEW -> StepOptions.edit(1);
          case ASSEMBLE_DATASET, ASSEMBLE_DATABASE -> StepOptions.bookkeeping();
          case SAMPLE_IDENTITY,
              RENDER_VIEWS,
              RENDER_PORTRAIT,
              EVALUATE,
              SCORE_STYLE,
              EVALUATE_MODEL,
              MIX_STYLES,
              PACK_PRIORS ->
              StepOptions.inference();
        };
    return ActivityOptions.newBuilder(usual)
        .setRetryOptions(
            RetryOptions.newBuilder(usual.getRetryOptions()).setMaximumAttempts(ATTEMPTS).build())
        .build();
  }
}
