package dev.triptych.worker.slots;

import ai.djl.Device;
import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.workflows.stage.Liveness;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Places to work at, as many as there are devices or cores; a step has one, and with it a device,
 * for its time. A worker may have taken one step more than it has places ({@link
 * PrefetchingSlotSupplier}); that one waits here until a place is free.
 */
public final class Slots {
  private final List<Device> places;
  private final BitSet used = new BitSet();
  private int trainings;

  /**
   * @param places the device of each place; one with several places comes several times
   */
  public Slots(List<Device> places) {
    this.places = List.copyOf(places);
  }

  /** Places on the processor. */
  public Slots(int count) {
    this(Collections.nCopies(count, Device.cpu()));
  }

  /** A place in use; closing it again does nothing. */
  public final class Slot implements AutoCloseable {
    private final int place;
    private final boolean training;
    private boolean left;

    private Slot(int place, boolean training) {
      this.place = place;
      this.training = training;
    }

    /** Where the step runs. */
    public Device device() {
      return places.get(place);
    }

    @Override
    public void close() {
      synchronized (Slots.this) {
        if (!left) {
          left = true;
          used.clear(place);
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
          int free = used.nextClearBit(0); // the first: where networks are loaded already
          if (free < places.size()) {
            used.set(free);
            trainings += training ? 1 : 0;
            return new Slot(free, training);
          }
          if (trainings == places.size()) {
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
    return places.size();
  }

  public synchronized int used() {
    return used.cardinality();
  }
}
