package dev.triptych.worker.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long and how often to try again. The longest pause doubles with each failure; the pause
 * itself is drawn between a quarter and the whole of it, so that many clients do not come back at
 * once.
 *
 * @param total from the first attempt to the beginning of the last
 * @param first longest pause before the second attempt
 * @param most longest pause of all
 */
public record Backoff(Duration total, Duration first, Duration most) {
  /** A server that starts again, or moves to another machine, is back within two minutes. */
  public static final Backoff USUAL =
      new Backoff(Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofSeconds(8));

  /** Somebody waits to hear whether the server is there. */
  public static final Backoff BRIEF =
      new Backoff(Duration.ofSeconds(6), Duration.ofMillis(100), Duration.ofSeconds(2));

  // Not from nothing on, or unlucky draws would use the attempts up at once.
  private static final double LEAST = 0.25;

  /**
   * A pause drawn at random.
   *
   * @param failures so far, at least 1
   */
  public Duration pause(int failures) {
    double longest =
        Math.min((double) most.toNanos(), (double) first.toNanos() * Math.pow(2, failures - 1.0));
    return Duration.ofNanos((long) (longest * ThreadLocalRandom.current().nextDouble(LEAST, 1)));
  }

  /** The first attempt begins now. */
  public Attempts begin() {
    return begin(new RealTime());
  }

  Attempts begin(Time time) {
    return new Attempts(this, time);
  }

  /** The attempts at one thing. */
  public static final class Attempts {
    private final Backoff backoff;
    private final Time time;
    private final long start;
    private int failures;

    private Attempts(Backoff backoff, Time time) {
      this.backoff = backoff;
      this.time = time;
      this.start = time.nanos();
    }

    /**
     * Waits until the next attempt, after one that failed.
     *
     * @return false, and at once, if the time for attempts is over
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean pause() throws InterruptedException {
      failures++;
      Duration pause = backoff.pause(failures);
      Duration spent = Duration.ofNanos(time.nanos() - start);
      if (spent.plus(pause).compareTo(backoff.total) > 0) {
        return false;
      }
      time.sleep(pause);
      return true;
    }
  }

  /** A clock, and the waiting for it. */
  interface Time {
    long nanos();

    void sleep(Duration pause) throws InterruptedException;
  }

  private static final class RealTime implements Time {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }
}
