package dev.triptych.workflows.stage;

import io.temporal.activity.ActivityInterface;

/** Keeps stage records, on {@link TaskQueues#CPU}. */
@ActivityInterface
public interface StageLogActivities {
  /** Replaces what was recorded of the same part before, but for what the request says to keep. */
  void recordStages(RecordStagesRequest request);
}
