package dev.triptych.worker.slots;

import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.workflows.stage.Liveness;
import java.util.concurrent.CancellationException;

/**
 * Places to work at, as many as there are devices or cores. A worker may have taken one step more
 * than it has places ({@link PrefetchingSlotSupplier}); that one waits here until a place is free.
 */
public final class Slots {
  private final int count;
  private int used;
  private int trainings;

  public Slots(int count) {
    this.count = count;
  }

  /** A place in use; closing it again does nothing. */
  public final class Slot implements AutoCloseable {
    private final boolean training;
    private boolean left;

    private Slot(boolean training) {
      this.training = training;
    }

    @Override
    public void close() {
      synchronized (Slots.this) {
        if (!left) {
          left = true;
          used--;
          trainings -= training ? 1 : 0;
          Slots.this.notifyAll();
        }
      }
    }
  }

  /**
   * Waits for a place.
   *
   * @param training whether it will be in use for long
   * @param waiting is called every few seconds until then; may throw to give up
   * @throws io.temporal.failure.ApplicationFailure if trainings are at all places: the step goes
   *     back, because another worker may be idle
   */
  public Slot take(boolean training, Runnable waiting) {
    try {
      while (true) {
        synchronized (this) {
          if (used < count) {
            used++;
            trainings += training ? 1 : 0;
            return new Slot(training);
          }
          if (trainings == count) {
            throw Drain.handBack("All slots have been in use for too long; the step has not begun");
          }
          wait(Liveness.LOOK.toMillis());
        }
        waiting.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a slot");
    }
  }

  public int count() {
    return count;
  }

  public synchronized int used() {
    return used;
  }
}
