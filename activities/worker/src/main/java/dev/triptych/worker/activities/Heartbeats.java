package dev.triptych.worker.activities;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Heartbeat;
import io.temporal.activity.Activity;
import org.jspecify.annotations.Nullable;

/** Tells Temporal that this thread's activity is alive; throws when it was cancelled. */
final class Heartbeats {
  private Heartbeats() {}

  static void send(int done, int total) {
    send(done, total, null);
  }

  static void send(int done, int total, @Nullable ArtifactRef checkpoint) {
    Activity.getExecutionContext().heartbeat(new Heartbeat(done, total, checkpoint));
  }
}
