package dev.triptych.worker.memo;

import io.temporal.activity.ActivityInfo;
import java.util.Objects;

/**
 * An attempt of an activity, which may claim the stage that it runs.
 *
 * @param workflow id of the activity's workflow
 * @param execution id of that workflow's execution
 * @param activity id, which an activity keeps through its attempts
 * @param attempt 1 for the first
 */
record Claimant(String workflow, String execution, String activity, int attempt) {
  Claimant {
    Objects.requireNonNull(workflow, "workflow is null");
    Objects.requireNonNull(execution, "execution is null");
    Objects.requireNonNull(activity, "activity is null");
  }

  static Claimant of(ActivityInfo info) {
    return new Claimant(
        Objects.requireNonNullElse(info.getWorkflowId(), ""),
        Objects.requireNonNullElse(info.getWorkflowRunId(), ""),
        info.getActivityId(),
        info.getAttempt());
  }

  /**
   * Whether this is a later attempt of the same activity. Temporal begins one only when the earlier
   * has ended, or has given no sign of life for as long as it may.
   */
  boolean follows(Claimant earlier) {
    return workflow.equals(earlier.workflow)
        && execution.equals(earlier.execution)
        && activity.equals(earlier.activity)
        && attempt > earlier.attempt;
  }
}
