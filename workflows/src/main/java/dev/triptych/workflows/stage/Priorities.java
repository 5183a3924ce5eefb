package dev.triptych.workflows.stage;

import io.temporal.common.Priority;

/**
 * Who goes first where work of several launches waits in one queue; 1 goes before 5. A launch's
 * children and steps inherit its priority. Servers without priorities ignore it.
 */
public final class Priorities {
  /** A launch that somebody waits for: a step before those of {@link #BUILD}. */
  public static final int LAUNCH = 3; // Temporal's default

  /** A training of a prior set, which takes hours and may wait. */
  public static final int BUILD = 5;

  private Priorities() {}

  /** Temporal's form of {@code key}, 1 to 5. */
  public static Priority of(int key) {
    return Priority.newBuilder().setPriorityKey(key).build();
  }
}
