package dev.triptych.worker.activities;

import dev.triptych.workflows.stage.Heartbeat;
import io.temporal.activity.Activity;

/** Tells Temporal that this thread's activity is alive; throws when it was cancelled. */
final class Heartbeats {
  private Heartbeats() {}

  static void send(int done, int total) {
    Activity.getExecutionContext().heartbeat(new Heartbeat(done, total, null));
  }
}
