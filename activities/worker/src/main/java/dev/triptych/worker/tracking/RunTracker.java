package dev.triptych.worker.tracking;

import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.workflows.stage.TrackingRun;
import org.jspecify.annotations.Nullable;

/** Is told what happens in runs. Telling it the same again changes nothing. */
public interface RunTracker extends AutoCloseable {
  /**
   * Opens a run, or finds it if it was opened before.
   *
   * @param run the launch
   * @param cell slug of one of its cells; null for the launch itself
   */
  TrackingRun open(String run, @Nullable String cell, Started started);

  /** Notes what happened in an opened run. */
  void record(TrackingRun run, RunEvent event);

  /** Sends on what is still on its way, for a while at most. */
  @Override
  default void close() {}
}
