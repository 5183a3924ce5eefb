package dev.triptych.worker.gc;

import dev.triptych.worker.host.DaemonThreads;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that wait for a store side by side. Only some tasks stand in line at a time, so that a
 * store of a million objects does not become a million tasks.
 */
final class Crew implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int IN_LINE = 4 * THREADS;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("triptych-gc"));
  private final Semaphore line = new Semaphore(IN_LINE);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  /**
   * Has a task done, when there is room for it.
   *
   * @throws RuntimeException with which an earlier one has failed
   */
  void give(Runnable task) {
    enter(1);
    threads.execute(
        () -> {
          try {
            if (failure.get() == null) {
              task.run();
            }
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          } finally {
            line.release();
          }
        });
  }

  /**
   * Waits until all tasks are done.
   *
   * @throws RuntimeException with which one has failed
   */
  void await() {
    enter(IN_LINE);
    line.release(IN_LINE);
  }

  private void enter(int places) {
    try {
      line.acquire(places);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for the store");
    }
    RuntimeException failed = failure.get();
    if (failed != null) {
      line.release(places);
      throw failed;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
