package dev.triptych.worker.heartbeat;

import dev.triptych.workflows.stage.FailureTypes;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * Whether this worker is about to go. Trainings look at it after each step and leave at once with a
 * checkpoint; other steps may finish until time runs out.
 */
public final class Drain {
  // Steps that an earlier build asked for are tried again by Temporal itself: another worker may
  // wait for them, and nothing is gained by a pause.
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private enum Phase {
    STAYING,
    LEAVING,
    LAST_CALL
  }

  private volatile Phase phase = Phase.STAYING;

  /** The worker takes no more work. */
  public void begin() {
    phase = Phase.LEAVING;
  }

  /** Time has run out: whatever still runs goes back with its next heartbeat. */
  public void lastCall() {
    phase = Phase.LAST_CALL;
  }

  /** Whether the worker takes no more work. */
  public boolean begun() {
    return phase != Phase.STAYING;
  }

  boolean lastCalled() {
    return phase == Phase.LAST_CALL;
  }

  /**
   * What a step fails with to be done elsewhere. Its workflow asks for it again at once ({@link
   * dev.triptych.workflows.stage.HandOver}).
   *
   * @param why and what becomes of the work that is done, for people
   */
  public static ApplicationFailure handBack(String why) {
    return ApplicationFailure.newBuilder()
        .setMessage(why)
        .setType(FailureTypes.HANDED_BACK)
        .setCategory(ApplicationErrorCategory.BENIGN) // nothing to be alarmed about
        .setNextRetryDelay(AT_ONCE)
        .build();
  }
}
