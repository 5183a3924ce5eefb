package dev.triptych.workflows.stage;

import java.time.Duration;

/**
 * The intervals by which one process tells that another lives. They must agree, so all follow from
 * the first.
 */
public final class Liveness {
  private static final int BEATS = 5; // four in a row may be late while cores or service are busy

  /** A worker repeats the heartbeat of each step, and renews each claim, after this time. */
  public static final Duration BEAT = Duration.ofSeconds(4);

  /** Who gives no sign for so long is taken for dead. */
  public static final Duration TIMEOUT = BEAT.multipliedBy(BEATS);

  /**
   * How often a worker looks at what others do, and whether it should go on waiting for them. So
   * often, at most, a step's heartbeats reach the service, and a cancellation the step.
   */
  public static final Duration LOOK = BEAT.dividedBy(2);

  /** Looks that see no change before {@link #TIMEOUT} is over. */
  public static final int SILENT_LOOKS = (int) TIMEOUT.dividedBy(LOOK);

  private Liveness() {}
}
