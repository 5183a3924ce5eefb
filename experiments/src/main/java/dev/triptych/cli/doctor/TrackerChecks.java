package dev.triptych.cli.doctor;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.tracking.mlflow.Inspection;
import dev.triptych.worker.tracking.mlflow.TrackingServer;
import java.util.Map;
import java.util.Optional;

/**
 * Checks of the tracking server: reachable, which version, whether runs and files can be written.
 */
final class TrackerChecks {
  private static final String WHAT = "tracking";

  private TrackerChecks() {}

  static Finding look(Map<String, String> environment) {
    try {
      Optional<TrackingServer> server = TrackingServer.of(environment);
      if (server.isEmpty()) {
        return Finding.ok(WHAT, "a journal in each run's folder (MLFLOW_TRACKING_URI is not set)");
      }
      Inspection inspection = new Inspection(server.get());
      String version = inspection.version();
      String files = inspection.writeProbe(environment);
      return Finding.ok(
          WHAT,
          "MLflow " + version + " at " + server.get() + ", takes runs, and files in " + files);
    } catch (TriptychException e) {
      return Finding.fail(WHAT, e);
    }
  }
}
