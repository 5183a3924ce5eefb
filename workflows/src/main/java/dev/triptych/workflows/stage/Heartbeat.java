package dev.triptych.workflows.stage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.triptych.workflows.artifact.ArtifactRef;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeat details of a long step.
 *
 * @param done units (steps, views) finished
 * @param total units in all
 * @param checkpoint the newest one, from which the next attempt goes on
 * @param part which of a workflow's executions of one stage this is; null where there is one only
 */
public record Heartbeat(
    int done, int total, @Nullable ArtifactRef checkpoint, @Nullable String part) {
  public Heartbeat(int done, int total, @Nullable ArtifactRef checkpoint) {
    this(done, total, checkpoint, null);
  }

  /** Of the units, 0 to 1. */
  @JsonIgnore
  public double fraction() {
    return (double) done / total;
  }
}
