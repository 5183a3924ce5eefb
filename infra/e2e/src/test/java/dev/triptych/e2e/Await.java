package dev.triptych.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what other processes do. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long POLL_MILLIS = 100;

  private Await() {}

  /**
   * The first thing that {@code look} finds.
   *
   * @param what is awaited, for people
   * @throws AssertionError if it does not come within minutes
   */
  static <T> T found(String what, Supplier<Optional<T>> look) {
    return found(PATIENCE, what, look);
  }

  private static <T> T found(Duration patience, String what, Supplier<Optional<T>> look) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + patience.toMinutes() + " minutes for " + what);
      }
      pause(Duration.ofMillis(POLL_MILLIS));
    }
  }

  /** Until {@code condition} holds. */
  static void that(String what, Supplier<Boolean> condition) {
    found(what, () -> condition.get() ? Optional.of(true) : Optional.empty());
  }

  /** Until {@code condition} holds, within another time than is usual. */
  static void within(Duration patience, String what, Supplier<Boolean> condition) {
    found(patience, what, () -> condition.get() ? Optional.of(true) : Optional.empty());
  }

  /** Lets time pass: the length of an outage, or until the next look. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
