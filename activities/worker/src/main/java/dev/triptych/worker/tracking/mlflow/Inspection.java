package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException.TrackerAway;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.RunInfo;

/** Looks whether a server can be used, for people who wait for the answer. */
public final class Inspection {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String PROBE = "triptych-doctor";

  private final TrackingServer server;

  public Inspection(TrackingServer server) {
    this.server = server;
  }

  /**
   * The server's version: {@code 3.17.2}.
   *
   * @throws TrackerAway if it does not answer
   * @throws TrackerRefused if it is no MLflow server
   */
  public String version() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/version")).timeout(TIMEOUT);
    server.authorization().ifPresent(value -> request.header("Authorization", value));
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw Refusals.unanswered(e, server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrackerAway(server.toString(), "interrupted");
    }
    if (answer.statusCode() != 200) {
      throw Refusals.of(answer.statusCode(), answer.body(), server);
    }
    String version = answer.body().strip();
    if (!version.matches("\\d+\\.\\S{1,30}")) {
      throw new TrackerRefused(
          "The server that answers is not MLflow",
          server.toString(),
          "Check that MLFLOW_TRACKING_URI is the address of an MLflow server.");
    }
    return version;
  }

  /**
   * Looks at an experiment, which need not exist yet.
   *
   * @throws TrackerAway if the server does not answer
   * @throws TrackerRefused if it denies access, or the experiment was deleted
   */
  public void checkAdmits(String experiment) {
    version(); // answers in time or not at all
    try (MlflowApi api = new MlflowApi(server, TIMEOUT)) {
      api.checkAdmits(experiment);
    }
  }

  /**
   * Writes a run and a file of it, and puts both into MLflow's trash.
   *
   * @return where the server keeps files
   * @throws TrackerAway if the server or its files' place does not answer
   * @throws TrackerRefused if one of them says no
   */
  public String writeProbe(Map<String, String> environment) {
    try (MlflowApi api = new MlflowApi(server, TIMEOUT)) {
      String experiment = api.restoredExperiment(PROBE);
      CreateRun request =
          CreateRun.newBuilder()
              .setExperimentId(experiment)
              .setRunName("probe")
              .setStartTime(Instant.now().toEpochMilli())
              .build();
      RunInfo run = api.create(request);
      try {
        byte[] content = "probe".getBytes(StandardCharsets.UTF_8);
        RunFiles.of(run.getArtifactUri(), server, environment)
            .put("probe.txt", content, "text/plain");
      } finally {
        api.delete(run.getRunId());
        api.deleteExperiment(experiment);
      }
      return run.getArtifactUri().replaceAll("/" + experiment + "/" + run.getRunId() + ".*", "");
    }
  }
}
