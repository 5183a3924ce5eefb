package dev.triptych.worker.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often to try again. The pause before the n-th attempt is drawn from nothing to
 * twice the one before, so that many clients do not come back at once.
 *
 * @param total from the first attempt to the beginning of the last
 * @param first longest pause before the second attempt
 * @param most longest pause of all
 */
record Patience(Duration total, Duration first, Duration most) {
  /** A server that starts again, or moves to another machine, is back within two minutes. */
  static Patience usual() {
    return new Patience(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofSeconds(8));
  }

  /** Somebody waits to hear whether the server is there. */
  static Patience brief() {
    return new Patience(Duration.ofSeconds(6), Duration.ofMillis(100), Duration.ofSeconds(2));
  }

  /**
   * A pause drawn at random.
   *
   * @param failures so far, at least 1
   */
  Duration pause(int failures) {
    double longest =
        Math.min((double) most.toNanos(), (double) first.toNanos() * Math.pow(2, failures - 1.0));
    // Never shorter than a quarter, or unlucky draws would use the attempts up at once.
    return Duration.ofNanos((long) (longest * ThreadLocalRandom.current().nextDouble(0.25, 1)));
  }
}
