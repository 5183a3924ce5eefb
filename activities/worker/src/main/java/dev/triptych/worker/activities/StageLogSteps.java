package dev.triptych.worker.activities;

import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.StageLogActivities;

/** Keeps stage records in the run's folder. */
public final class StageLogSteps implements StageLogActivities {
  private final ArtifactStore store;

  public StageLogSteps(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public void recordStages(RecordStagesRequest request) {
    new RunStages(store, request.run()).write(request);
  }
}
