package dev.triptych.worker.memo;

import ai.djl.Device;
import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.worker.slots.Slots;
import dev.triptych.worker.store.StoreLayout;
import org.jspecify.annotations.Nullable;

/** What an activity's code may know of the stage that it runs; set while it runs, on its thread. */
public final class StageContext implements AutoCloseable {
  private static final ThreadLocal<@Nullable StageContext> CURRENT = new ThreadLocal<>();

  private final StageKey key;
  private final Drain drain;
  private final Slots.Slot slot;

  private StageContext(StageKey key, Drain drain, Slots.Slot slot) {
    this.key = key;
    this.drain = drain;
    this.slot = slot;
  }

  static StageContext enter(StageKey key, Drain drain, Slots.Slot slot) {
    StageContext context = new StageContext(key, drain, slot);
    CURRENT.set(context);
    return context;
  }

  /**
   * The stage that this thread runs.
   *
   * @throws IllegalStateException outside a memoised stage
   */
  public static StageContext current() {
    StageContext context = CURRENT.get();
    if (context == null) {
      throw new IllegalStateException("this thread runs no memoised stage");
    }
    return context;
  }

  public StageKey key() {
    return key;
  }

  /** Whether the worker is about to go. */
  public Drain drain() {
    return drain;
  }

  /** Where the stage's networks run. */
  public Device device() {
    return slot.device();
  }

  /** Prefix of this stage's checkpoints in the store; equal requests share it. */
  public String checkpoints() {
    return StoreLayout.checkpoints(key.stage(), key.sha256());
  }

  /** The networks have done their work: while the result is kept, another stage may use them. */
  public void leaveSlot() {
    slot.close();
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
