package dev.triptych.workflows.stage;

/** Where work waits for a worker. */
public final class TaskQueues {
  /** Networks: sampling, rendering, editing, training, scoring. Slots are devices or cores. */
  public static final String GPU = "triptych-gpu";

  /** Workflows, tracking, tables and reports. */
  public static final String CPU = "triptych-cpu";

  private TaskQueues() {}
}
