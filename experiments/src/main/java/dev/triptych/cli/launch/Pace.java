package dev.triptych.cli.launch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says when a line of progress is due again. */
final class Pace {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Clock clock;
  private Instant next;

  Pace(Clock clock) {
    this.clock = clock;
    this.next = clock.instant().plus(PAUSE);
  }

  boolean due() {
    Instant now = clock.instant();
    boolean due = !now.isBefore(next);
    next = due ? now.plus(PAUSE) : next;
    return due;
  }
}
