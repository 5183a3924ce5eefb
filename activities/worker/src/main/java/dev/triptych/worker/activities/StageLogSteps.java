package dev.triptych.worker.activities;

import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.StageLogActivities;

/** Keeps stage records in the run's folder. */
public final class StageLogSteps implements StageLogActivities {
  private final DocumentStore store;

  public StageLogSteps(DocumentStore store) {
    this.store = store;
  }

  @Override
  public void recordStages(RecordStagesRequest request) {
    new RunStages(store, request.run()).write(request);
  }
}
