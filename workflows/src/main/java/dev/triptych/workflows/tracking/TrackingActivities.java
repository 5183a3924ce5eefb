package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.TrackingRun;
import io.temporal.activity.ActivityInterface;

/**
 * Writes down how a launch goes, on {@link dev.triptych.workflows.stage.TaskQueues#CPU}. Every
 * method may be called again with the same request and then changes nothing.
 */
@ActivityInterface
public interface TrackingActivities {
  TrackingRun startRun(StartRunRequest request);

  TrackingRun startCell(StartCellRequest request);

  void finishCell(FinishCellRequest request);

  void finishRun(FinishRunRequest request);
}
