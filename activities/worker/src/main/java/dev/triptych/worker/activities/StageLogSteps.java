package dev.triptych.worker.activities;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Keys;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.StageLogActivities;
import java.util.Optional;

/** Keeps stage records in the run's folder. */
public final class StageLogSteps implements StageLogActivities {
  private final ArtifactStore store;

  public StageLogSteps(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public void recordStages(RecordStagesRequest request) {
    store.write(document(request.run(), request.part()), Json.bytes(request));
  }

  /** What was recorded of a part of a run, empty if it has not ended yet. */
  public static Optional<RecordStagesRequest> read(ArtifactStore store, String run, String part) {
    return store.read(document(run, part)).map(json -> Json.parse(json, RecordStagesRequest.class));
  }

  private static String document(String run, String part) {
    return Keys.run(run, "stages/" + part + ".json");
  }
}
