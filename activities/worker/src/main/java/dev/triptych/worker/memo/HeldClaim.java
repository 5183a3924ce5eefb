package dev.triptych.worker.memo;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.workflows.stage.Liveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A claim of this process, renewed until it is closed and then removed. */
final class HeldClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldClaim.class);

  private final DocumentStore store;
  private final String name;
  private Claim claim;
  private boolean ours = true;
  private Scheduler.Repetition beats = () -> {};

  private HeldClaim(DocumentStore store, String name, Claim claim) {
    this.store = store;
    this.name = name;
    this.claim = claim;
  }

  /**
   * Begins to renew a claim.
   *
   * @param claim as the store has it
   */
  static HeldClaim hold(DocumentStore store, String name, Claim claim, Scheduler scheduler) {
    HeldClaim held = new HeldClaim(store, name, claim);
    held.beats = scheduler.every(Liveness.BEAT, held::beat);
    return held;
  }

  private synchronized void beat() {
    if (!ours) {
      return;
    }
    Claim next = claim.renewed();
    try {
      ours = store.replace(name, Json.bytes(claim), Json.bytes(next)) || mended(next);
      claim = next;
      if (!ours) {
        LOG.warn("{} was taken over by another process; both go on", name);
      }
    } catch (RuntimeException e) {
      LOG.warn("{} could not be renewed: {}", name, e.getMessage());
    }
  }

  private boolean mended(Claim next) {
    if (!isDamaged()) {
      return false;
    }
    store.delete(name);
    return store.create(name, Json.bytes(next));
  }

  /** Whether what is there is nobody's claim any more, not even this one. */
  private boolean isDamaged() {
    return store.read(name).flatMap(Claim::parse).isEmpty();
  }

  @Override
  public void close() {
    beats.stop();
    release();
  }

  private synchronized void release() {
    try {
      boolean removed = ours && store.delete(name, Json.bytes(claim)); // and never another's
      if (!removed && isDamaged()) {
        store.delete(name);
      }
    } catch (RuntimeException e) {
      LOG.warn("{} could not be removed and lapses by itself: {}", name, e.getMessage());
    }
  }
}
