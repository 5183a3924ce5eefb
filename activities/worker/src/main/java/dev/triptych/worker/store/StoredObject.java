package dev.triptych.worker.store;

import java.time.Duration;
import java.time.Instant;

/**
 * What a store tells of a document or a blob without reading it.
 *
 * @param name below the store's root
 * @param used when it was written, or noted to be in use, by the store's clock
 */
public record StoredObject(String name, long bytes, Instant used) {
  /**
   * Whoever uses an object that is older makes it young again; so it is no more than this older
   * than its last use.
   */
  public static final Duration RENEWAL = Duration.ofDays(1);

  /** Whether its use has to be noted again. */
  public static boolean stale(Instant used, Instant now) {
    return used.isBefore(now.minus(RENEWAL));
  }
}
