package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.store.DocumentStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunTag;

/** Finds the server's runs of ours, or makes them. */
final class ServerRuns {
  /** Tag by which a run is found again: the journal's id. */
  static final String ID = "triptych.id";

  /** Tag that tells which of two runs of the same journal was made first. */
  private static final String MADE = "triptych.made";

  private static final String DELETED = "deleted";

  private final DocumentStore store;
  private final MlflowApi api;
  private final TrackingServer server;
  private final Set<String> seen = new HashSet<>(); // runs that were there in this process's time

  ServerRuns(DocumentStore store, MlflowApi api, TrackingServer server) {
    this.store = store;
    this.api = api;
    this.server = server;
  }

  /**
   * The run of a journal, with what it has got; made if need be.
   *
   * @param id the journal's
   * @param name shown in lists
   * @param experiment name of the experiment; null if {@code parent} tells it
   * @param parent null for a launch
   */
  Cursor open(
      String id, String name, @Nullable String experiment, @Nullable Cursor parent, Instant at) {
    Optional<Cursor> known =
        Cursor.read(store, id)
            .filter(cursor -> cursor.server().equals(server.toString()))
            .filter(this::there);
    if (known.isPresent()) {
      return known.get();
    }
    String experimentId =
        parent == null ? api.experiment(String.valueOf(experiment)) : parent.experimentId();
    RunInfo info =
        find(experimentId, id).orElseGet(() -> create(experimentId, id, name, parent, at));
    seen.add(info.getRunId());
    Cursor cursor =
        new Cursor(
            server.toString(), experimentId, info.getRunId(), info.getArtifactUri(), List.of());
    cursor.write(store, id);
    return cursor;
  }

  /** Whether the cursor's run is there; somebody may have deleted it for good. */
  private boolean there(Cursor cursor) {
    if (seen.contains(cursor.runId())) {
      return true;
    }
    Optional<Run> run = api.find(cursor.runId());
    run.ifPresent(r -> checkKept(r.getInfo()));
    run.ifPresent(r -> seen.add(cursor.runId()));
    return run.isPresent();
  }

  private Optional<RunInfo> find(String experimentId, String id) {
    List<RunInfo> runs = api.runs(experimentId, ID, id);
    List<RunInfo> kept =
        runs.stream().filter(run -> !run.getLifecycleStage().equals(DELETED)).toList();
    if (kept.isEmpty() && !runs.isEmpty()) {
      checkKept(runs.get(0));
    }
    return kept.size() < 2
        ? kept.stream().findFirst()
        : kept.stream().min(Comparator.comparing(this::made).thenComparing(RunInfo::getRunId));
  }

  private String made(RunInfo run) {
    return api.find(run.getRunId()).stream()
        .flatMap(found -> found.getData().getTagsList().stream())
        .filter(tag -> tag.getKey().equals(MADE))
        .map(RunTag::getValue)
        .findFirst()
        .orElse("");
  }

  private void checkKept(RunInfo run) {
    if (run.getLifecycleStage().equals(DELETED)) {
      throw new TrackerRefused(
          "The run " + run.getRunId() + " was deleted",
          server.toString(),
          "Restore it with `mlflow runs restore --run-id "
              + run.getRunId()
              + "`, or delete it for good with `mlflow gc`; then it is sent anew.");
    }
  }

  private RunInfo create(
      String experimentId, String id, String name, @Nullable Cursor parent, Instant at) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(ID, id);
    tags.put(MADE, Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    tags.put("mlflow.source.name", "triptych");
    tags.put("mlflow.source.type", "LOCAL");
    tags.put("mlflow.user", System.getProperty("user.name", "unknown"));
    if (parent != null) {
      tags.put("mlflow.parentRunId", parent.runId());
    }
    CreateRun.Builder request =
        CreateRun.newBuilder()
            .setExperimentId(experimentId)
            .setRunName(name)
            .setStartTime(at.toEpochMilli());
    tags.forEach((key, value) -> request.addTags(RunTag.newBuilder().setKey(key).setValue(value)));
    RunInfo made = api.create(request.build());
    return settle(experimentId, id, made);
  }

  /** Two workers may have made the same run at once: all keep the same one of them. */
  private RunInfo settle(String experimentId, String id, RunInfo made) {
    RunInfo kept = find(experimentId, id).orElse(made);
    if (!kept.getRunId().equals(made.getRunId())) {
      api.delete(made.getRunId());
    }
    return kept;
  }
}
