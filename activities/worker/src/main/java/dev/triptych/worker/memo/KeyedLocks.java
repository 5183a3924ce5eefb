package dev.triptych.worker.memo;

import dev.triptych.workflows.stage.Liveness;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One lock for each name that somebody uses. */
final class KeyedLocks {
  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock();
    int users;
  }

  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * Runs {@code work} while nobody else runs anything under {@code name}.
   *
   * @param waiting is called every few seconds until then; may throw to give up
   */
  <T> T alone(String name, Runnable waiting, Supplier<T> work) {
    Entry entry = enter(name);
    try {
      while (!locked(entry)) {
        waiting.run();
      }
      try {
        return work.get();
      } finally {
        entry.lock.unlock();
      }
    } finally {
      leave(name, entry);
    }
  }

  /**
   * As above for all {@code names} at once, which are taken in their order, so that nobody waits in
   * a circle.
   */
  <T> T alone(NavigableSet<String> names, Runnable waiting, Supplier<T> work) {
    return names.isEmpty()
        ? work.get()
        : alone(
            names.first(),
            waiting,
            () -> alone(names.tailSet(names.first(), false), waiting, work));
  }

  private static boolean locked(Entry entry) {
    try {
      return entry.lock.tryLock(Liveness.LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for an equal stage");
    }
  }

  private synchronized Entry enter(String name) {
    Entry entry = entries.computeIfAbsent(name, key -> new Entry());
    entry.users++;
    return entry;
  }

  private synchronized void leave(String name, Entry entry) {
    entry.users--;
    if (entry.users == 0) {
      entries.remove(name);
    }
  }
}
