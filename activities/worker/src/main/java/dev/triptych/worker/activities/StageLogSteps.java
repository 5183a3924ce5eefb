package dev.triptych.worker.activities;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.StageLogActivities;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps stage records in the run's folder. */
public final class StageLogSteps implements StageLogActivities {
  private static final Logger LOG = LoggerFactory.getLogger(StageLogSteps.class);

  private final DocumentStore store;

  public StageLogSteps(DocumentStore store) {
    this.store = store;
  }

  @Override
  public void recordStages(RecordStagesRequest request) {
    store.write(StoreLayout.stageLog(request.run(), request.part()), Json.bytes(request));
  }

  /** What was recorded of a part of a run, empty if it has not ended yet or cannot be read. */
  public static Optional<RecordStagesRequest> read(DocumentStore store, String run, String part) {
    String name = StoreLayout.stageLog(run, part);
    try {
      return store.read(name).map(json -> Json.parse(json, RecordStagesRequest.class));
    } catch (UncheckedIOException e) {
      LOG.warn("{} is damaged; its stages are not tracked", store.place(name));
      return Optional.empty();
    }
  }
}
