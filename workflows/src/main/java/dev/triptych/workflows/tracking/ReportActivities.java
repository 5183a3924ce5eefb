package dev.triptych.workflows.tracking;

import io.temporal.activity.ActivityInterface;

/** Writes reports, on {@link dev.triptych.workflows.stage.TaskQueues#CPU}. */
@ActivityInterface
public interface ReportActivities {
  /** Renews the run's report; called when cells have ended, and at the end. */
  Report writeReport(ReportRequest request);
}
