package dev.triptych.worker.tracking;

/** Is told what happens in runs. Telling it the same event again changes nothing. */
@FunctionalInterface
public interface RunTracker {
  /**
   * @param run name of a launch, or of one of its cells as {@code <launch>/<cell>}
   */
  void record(String run, RunEvent event);
}
