package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException.TrackerAway;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.host.DaemonThreads;
import dev.triptych.worker.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;

/**
 * What we ask of an MLflow server, through its Java client. Every method throws {@link TrackerAway}
 * if the server does not answer in time and {@link TrackerRefused} if it says no. The client's
 * artefact calls start Python and are not used.
 */
final class MlflowApi implements AutoCloseable {
  private static final String DELETED = "deleted"; // life-cycle stage of what is in the trash
  private static final int SEVERAL = 100; // more runs of one tag than ever are
  private static final int METRICS = 1000; // the server's limits of one log-batch request
  private static final int PARAMS_OR_TAGS = 100;

  private final TrackingServer server;
  private final Duration timeout;
  // The client waits for ever; closing it is the only way to make it stop.
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("mlflow-watch"));
  private MlflowClient client;

  MlflowApi(TrackingServer server, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
    this.client = new MlflowClient(server.credentials());
  }

  /** Id of the experiment of this name, which is made if need be. */
  String experiment(String name) {
    Optional<Experiment> known = call(c -> c.getExperimentByName(name));
    if (known.isEmpty()) {
      try {
        return call(c -> c.createExperiment(name));
      } catch (TrackerRefused e) {
        // Another process may have made it in between.
        known = call(c -> c.getExperimentByName(name));
        if (known.isEmpty()) {
          throw e;
        }
      }
    }
    checkKept(known.get());
    return known.get().getExperimentId();
  }

  private void checkKept(Experiment experiment) {
    if (experiment.getLifecycleStage().equals(DELETED)) {
      throw new TrackerRefused(
          "The experiment \"" + experiment.getName() + "\" was deleted",
          server.toString(),
          "Restore it with `mlflow experiments restore --experiment-id "
              + experiment.getExperimentId()
              + "`, or give the spec another name.");
    }
  }

  /** Restores an experiment from the trash if it is there, or makes it. */
  String restoredExperiment(String name) {
    Optional<Experiment> known = call(c -> c.getExperimentByName(name));
    if (known.isPresent() && known.get().getLifecycleStage().equals(DELETED)) {
      String id = known.get().getExperimentId();
      run(c -> c.restoreExperiment(id));
      return id;
    }
    return experiment(name);
  }

  void deleteExperiment(String experimentId) {
    run(c -> c.deleteExperiment(experimentId));
  }

  /** All runs of an experiment with this tag, also those in the trash; no value has quotes. */
  List<RunInfo> runs(String experimentId, String tag, String value) {
    String filter = "tags.`" + tag + "` = '" + value + "'";
    return call(
        c ->
            c.searchRuns(List.of(experimentId), filter, ViewType.ALL, SEVERAL).getItems().stream()
                .map(Run::getInfo)
                .toList());
  }

  RunInfo create(CreateRun request) {
    return call(c -> c.createRun(request));
  }

  /** Empty if there is none of this id. */
  Optional<Run> find(String runId) {
    return call(
        c -> {
          try {
            return Optional.of(c.getRun(runId));
          } catch (MlflowHttpException e) {
            if (Refusals.notThere(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Whether the server gives access to this experiment, which need not exist yet. */
  void checkAdmits(String name) {
    Optional<Experiment> known = call(c -> c.getExperimentByName(name));
    known.ifPresent(this::checkKept);
  }

  void delete(String runId) {
    run(c -> c.deleteRun(runId));
  }

  void logMetrics(String runId, List<Metric> metrics) {
    for (List<Metric> batch : batches(metrics, METRICS)) {
      run(c -> c.logBatch(runId, batch, List.of(), List.of()));
    }
  }

  void logParams(String runId, List<Param> params) {
    for (List<Param> batch : batches(params, PARAMS_OR_TAGS)) {
      run(c -> c.logBatch(runId, List.of(), batch, List.of()));
    }
  }

  void setTags(String runId, List<RunTag> tags) {
    for (List<RunTag> batch : batches(tags, PARAMS_OR_TAGS)) {
      run(c -> c.logBatch(runId, List.of(), List.of(), batch));
    }
  }

  /** The run goes on. */
  void reopen(String runId) {
    post("runs/update", Map.of("run_id", runId, "status", RunStatus.RUNNING.name()));
  }

  void terminate(String runId, RunStatus status, long endMillis) {
    run(c -> c.setTerminated(runId, status, endMillis));
  }

  /** A call that the client has no method for. */
  void post(String path, Map<String, ?> body) {
    run(c -> c.sendPost(path, Json.text(body)));
  }

  private static <T> List<List<T>> batches(List<T> all, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int i = 0; i < all.size(); i += size) {
      batches.add(all.subList(i, Math.min(all.size(), i + size)));
    }
    return batches;
  }

  private void run(Consumer<MlflowClient> request) {
    call(
        c -> {
          request.accept(c);
          return true;
        });
  }

  private synchronized <T> T call(Function<MlflowClient, T> request) {
    MlflowClient used = client;
    ScheduledFuture<?> alarm =
        watch.schedule(used::close, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return request.apply(used);
    } catch (MlflowClientException | IllegalStateException e) {
      if (alarm.isDone()) {
        client = new MlflowClient(server.credentials());
        throw new TrackerAway(server.toString(), "no answer in " + timeout.toSeconds() + " s");
      }
      throw Refusals.of(e, server);
    } finally {
      alarm.cancel(false);
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    client.close();
  }
}
