package dev.triptych.workflows.tracking;

import io.temporal.activity.ActivityInterface;

/** Writes reports, on {@link dev.triptych.workflows.stage.TaskQueues#CPU}. */
@ActivityInterface
public interface ReportActivities {
  /** Replaces the run's report; called after each finished cell and at the end. */
  Report writeReport(ReportRequest request);
}
