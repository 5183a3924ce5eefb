package dev.triptych.worker.slots;

import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Lets a worker take one step more than it has {@link Slots}, while one of its steps is brief. The
 * next step is then there when a slot falls free, and the slot does not wait for the service: with
 * a hundred edits of a third of a second each, that is some 40 ms after each. While trainings are
 * in all slots, nothing is taken that would have to wait for their end.
 */
public final class PrefetchingSlotSupplier implements SlotSupplier<ActivitySlotInfo> {
  private final int slots;
  private final Predicate<String> training;
  private final Set<SlotPermit> brief = new HashSet<>();
  private final Queue<CompletableFuture<SlotPermit>> waiting = new ArrayDeque<>();
  private int issued;

  /**
   * @param training whether activities of a type take long
   */
  public PrefetchingSlotSupplier(int slots, Predicate<String> training) {
    this.slots = slots;
    this.training = training;
  }

  @Override
  public SlotSupplierFuture reserveSlot(SlotReserveContext<ActivitySlotInfo> context) {
    CompletableFuture<SlotPermit> permit = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(permit);
    }
    serve();
    return SlotSupplierFuture.fromCompletableFuture(permit, () -> abort(permit));
  }

  private void abort(CompletableFuture<SlotPermit> permit) {
    synchronized (this) {
      if (!waiting.removeIf(other -> other == permit)) {
        issued--; // it was given out a moment ago, and nobody will have it
      }
    }
    serve();
  }

  @Override
  public synchronized Optional<SlotPermit> tryReserveSlot(
      SlotReserveContext<ActivitySlotInfo> context) {
    if (!waiting.isEmpty() || !more()) {
      return Optional.empty();
    }
    issued++;
    return Optional.of(new SlotPermit());
  }

  private boolean more() {
    return issued < (brief.isEmpty() ? slots : slots + 1);
  }

  @Override
  public void markSlotUsed(SlotMarkUsedContext<ActivitySlotInfo> context) {
    if (training.test(context.getSlotInfo().getActivityInfo().getActivityType())) {
      return;
    }
    synchronized (this) {
      brief.add(context.getSlotPermit());
    }
    serve();
  }

  @Override
  public void releaseSlot(SlotReleaseContext<ActivitySlotInfo> context) {
    synchronized (this) {
      issued--;
      brief.remove(context.getSlotPermit());
    }
    serve();
  }

  /** Gives out what may be given out; outside the lock, since others' code runs on completion. */
  private void serve() {
    List<CompletableFuture<SlotPermit>> served = new ArrayList<>();
    synchronized (this) {
      while (more() && !waiting.isEmpty()) {
        served.add(waiting.remove());
        issued++;
      }
    }
    served.forEach(permit -> permit.complete(new SlotPermit()));
  }

  @Override
  public Optional<Integer> getMaximumSlots() {
    return Optional.of(slots + 1);
  }
}
