package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import dev.triptych.worker.errors.TriptychException.TrackerAway;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.worker.tracking.mlflow.Inspection;
import dev.triptych.worker.tracking.mlflow.MlflowTracker;
import dev.triptych.worker.tracking.mlflow.TrackingServer;
import java.util.Map;
import java.util.Optional;

/** Who is told how runs go: their journals, and MLflow if the environment names a server. */
final class Tracking {
  private Tracking() {}

  /**
   * @throws TrackerRefused if what the environment names is no server
   */
  static RunTracker tracker(ArtifactStore store, Map<String, String> environment) {
    Journal journal = new Journal(store);
    Optional<TrackingServer> server = TrackingServer.of(environment);
    return server.isPresent()
        ? new MlflowTracker(store, journal, server.get(), environment)
        : journal;
  }

  /**
   * Looks, before anything is written, whether the settings can be right; asks nobody.
   *
   * @throws TrackerRefused if they cannot
   */
  static void checkSettings(Map<String, String> environment) {
    TrackingServer.of(environment);
  }

  /**
   * Looks, before a launch, whether its tracking will work. A server that is away is only spoken
   * of: the launch does not need it.
   *
   * @throws TrackerRefused if the server denies access, or the experiment was deleted
   */
  static void check(Console console, String experiment) {
    Optional<TrackingServer> server = TrackingServer.of(console.environment());
    if (server.isEmpty()) {
      return;
    }
    try {
      new Inspection(server.get()).checkAdmits(experiment);
    } catch (TrackerAway e) {
      console
          .err()
          .println(
              e.what()
                  + ": "
                  + e.where()
                  + ". The run goes on, and MLflow gets what it missed once it answers.");
    }
  }
}
