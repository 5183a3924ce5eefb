package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.tracking.Journal.Entry;
import dev.triptych.worker.tracking.RunEvent.Filed;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Frame;
import dev.triptych.worker.tracking.RunEvent.Linked;
import dev.triptych.worker.tracking.RunEvent.Parameters;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunEvent.Tags;
import dev.triptych.worker.tracking.RunEvent.Used;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run on the server: what events become there. */
final class ServerRun {
  private static final Logger LOG = LoggerFactory.getLogger(ServerRun.class);
  private static final String JSON = "application/json";
  private static final Map<String, String> NAMES_OF_TAGS =
      Map.of("git.commit", "mlflow.source.git.commit", "description", "mlflow.note.content");
  private static final int DATASET_DIGEST = 36; // characters that the server takes

  private final MlflowApi api;
  private final String runId;
  private final String artifacts;
  private final String journal;
  private final ArtifactStore store;
  private final TrackingServer server;
  private final Map<String, String> environment;
  private @Nullable RunFiles files;

  /**
   * @param journal id of the journal, whose folder holds the documents
   */
  ServerRun(
      MlflowApi api,
      Cursor cursor,
      String journal,
      ArtifactStore store,
      TrackingServer server,
      Map<String, String> environment) {
    this.api = api;
    this.runId = cursor.runId();
    this.artifacts = cursor.artifacts();
    this.journal = journal;
    this.store = store;
    this.server = server;
    this.environment = environment;
  }

  /**
   * Sends one event.
   *
   * @param before when the event before it was written
   */
  void send(Entry entry, Instant before) {
    if (entry.event() instanceof Parameters parameters) {
      parameters(parameters.values());
    } else if (entry.event() instanceof Tags tags) {
      tags(tags.values());
    } else if (entry.event() instanceof Points points) {
      points(points, before, entry.at());
    } else if (entry.event() instanceof Scores scores) {
      List<Metric> metrics = new ArrayList<>();
      scores.values().forEach((name, value) -> metrics.add(metric(name, value, 0, entry.at())));
      api.logMetrics(runId, metrics);
    } else if (entry.event() instanceof Linked linked) {
      files().put("links/" + linked.name() + ".json", Json.bytes(linked.artefact()), JSON);
    } else if (entry.event() instanceof Filed filed) {
      file(filed);
    } else if (entry.event() instanceof Pictured pictured) {
      pictures(pictured, entry.at());
    } else if (entry.event() instanceof Used used) {
      dataset(used);
    } else if (!(entry.event() instanceof Started) && !(entry.event() instanceof Finished)) {
      throw new IllegalArgumentException("an event of an unknown kind: " + entry.event());
    }
  }

  /**
   * Parameters are never changed: of one that the run has already with another value, which only
   * another version of the program can give it, the first is kept.
   */
  private void parameters(SortedMap<String, String> values) {
    Map<String, String> known = new HashMap<>();
    api.find(runId)
        .ifPresent(
            run -> run.getData().getParamsList().forEach(p -> known.put(p.getKey(), p.getValue())));
    List<Param> fresh = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          String shown = Shortened.to(Shortened.PARAMETER, value);
          String before = known.get(key);
          if (before == null) {
            fresh.add(Param.newBuilder().setKey(key).setValue(shown).build());
          } else if (!before.equals(shown)) {
            LOG.warn(
                "{} has {} = {} in MLflow; it stays so, though it is {} now",
                journal,
                key,
                before,
                shown);
          }
        });
    api.logParams(runId, fresh);
  }

  private void tags(SortedMap<String, String> values) {
    List<RunTag> tags = new ArrayList<>();
    values.forEach((key, value) -> tags.add(tag(NAMES_OF_TAGS.getOrDefault(key, key), value)));
    api.setTags(runId, tags);
  }

  private static RunTag tag(String key, String value) {
    String shown = Shortened.to(Shortened.TAG, value);
    return RunTag.newBuilder().setKey(key).setValue(shown).build();
  }

  /** Spreads the points' times evenly: the journal tells that of the last one only. */
  private void points(Points points, Instant before, Instant at) {
    long first = before.toEpochMilli();
    long span = Math.max(0, at.toEpochMilli() - first);
    List<Metric> metrics = new ArrayList<>();
    int count = points.points().size();
    for (int i = 0; i < count; i++) {
      Point point = points.points().get(i);
      Instant time = Instant.ofEpochMilli(first + span * (i + 1) / count);
      point.values().forEach((name, v) -> metrics.add(metric(name, v, point.step(), time)));
    }
    api.logMetrics(runId, metrics);
  }

  private static Metric metric(String name, double value, int step, Instant at) {
    return Metric.newBuilder()
        .setKey(name)
        .setValue(value)
        .setStep(step)
        .setTimestamp(at.toEpochMilli())
        .build();
  }

  /** Sends the document as it is now, which may be newer than the event. */
  private void file(Filed filed) {
    Optional<byte[]> content = store.read(StoreLayout.run(journal, filed.name()));
    String type = filed.name().endsWith(".html") ? "text/html" : JSON;
    content.ifPresent(bytes -> files().put(filed.name(), bytes, type));
  }

  private void pictures(Pictured pictured, Instant at) {
    for (Frame frame : pictured.frames()) {
      byte[] png = store.get(frame.image());
      String path = Grid.path(pictured.series(), frame, at);
      files().put(path + ".png", png, "image/png");
      files().put(path + "+compressed.png", Grid.small(png), "image/png");
    }
    api.setTags(runId, List.of(tag(Grid.TAG, "True"))); // as Python writes it
  }

  private void dataset(Used used) {
    Map<String, String> dataset =
        Map.of(
            "name", used.name(),
            "digest", used.content().sha256().substring(0, DATASET_DIGEST),
            "source_type", "triptych",
            "source", Json.text(Map.of("uri", used.content().key())),
            "profile", Json.text(Map.of("num_rows", used.rows())));
    Map<String, String> context = Map.of("key", "mlflow.data.context", "value", "training");
    Map<String, Object> input = Map.of("tags", List.of(context), "dataset", dataset);
    api.post("runs/log-inputs", Map.of("run_id", runId, "datasets", List.of(input)));
  }

  /** Makes the run's status what the journal says last. */
  void status(List<Entry> entries) {
    Object last = null;
    for (Entry entry : entries) {
      if (entry.event() instanceof Started || entry.event() instanceof Finished) {
        last = entry.event();
      }
    }
    if (last instanceof Finished finished) {
      RunStatus status =
          switch (finished.state()) {
            case DONE -> RunStatus.FINISHED;
            case CANCELLED -> RunStatus.KILLED;
            case PENDING, RUNNING, FAILED -> RunStatus.FAILED;
          };
      api.terminate(runId, status, finished.at().toEpochMilli());
    } else if (last != null) {
      api.reopen(runId);
    }
  }

  private RunFiles files() {
    RunFiles known = files;
    if (known == null) {
      known = RunFiles.of(artifacts, server, environment);
      files = known;
    }
    return known;
  }
}
