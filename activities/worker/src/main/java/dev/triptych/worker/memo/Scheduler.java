package dev.triptych.worker.memo;

import dev.triptych.worker.host.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
interface Scheduler {
  /**
   * Returns after {@code pause}.
   *
   * @throws CancellationException if the thread is interrupted
   */
  void sleep(Duration pause);

  /** Runs {@code beat} after every {@code pause}, on another thread. */
  Repetition every(Duration pause, Runnable beat);

  /** Goes on until it is stopped. */
  interface Repetition {
    void stop();
  }

  /** Real time. */
  final class Real implements Scheduler {
    private static final int THREADS = 2; // a beat waits for the store; beats of several may
    private static final ScheduledExecutorService HEART =
        Executors.newScheduledThreadPool(THREADS, DaemonThreads.named("triptych-claims"));

    @Override
    public void sleep(Duration pause) {
      try {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting for an equal stage elsewhere");
      }
    }

    @Override
    public Repetition every(Duration pause, Runnable beat) {
      long millis = pause.toMillis();
      ScheduledFuture<?> beats =
          HEART.scheduleWithFixedDelay(beat, millis, millis, TimeUnit.MILLISECONDS);
      return () -> beats.cancel(false);
    }
  }
}
