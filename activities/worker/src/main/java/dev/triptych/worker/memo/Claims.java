package dev.triptych.worker.memo;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.Liveness;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process at a time run a stage, among all that share a store. Its claim is a document
 * that it renews every few seconds and removes in the end; the others look at it until the result
 * is kept. A claim whose content stays the same over {@link Liveness#SILENT_LOOKS} looks has lost
 * its owner, and one of those who wait takes it over. Clocks of several machines are never
 * compared.
 *
 * <p>A claim saves work and guards nothing: an owner that was held up for so long that another took
 * over goes on, and both come to the same result.
 */
final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final DocumentStore store;
  private final Scheduler scheduler;

  Claims(DocumentStore store, Scheduler scheduler) {
    this.store = store;
    this.scheduler = scheduler;
  }

  /**
   * The kept result, or else what {@code work} returns while nobody else has the claim.
   *
   * @param waiting is called every few seconds until then; may throw to give up
   * @param kept looks for the result
   */
  <T> T alone(
      StageKey key,
      Claimant claimant,
      Runnable waiting,
      Supplier<Optional<T>> kept,
      Supplier<T> work) {
    Vigil vigil = new Vigil(StoreLayout.claim(key.stage(), key.sha256()), claimant);
    while (true) {
      Optional<T> result = kept.get();
      if (result.isPresent()) {
        vigil.tidy();
        return result.get();
      }
      Optional<HeldClaim> claim = vigil.claim();
      if (claim.isPresent()) {
        try (HeldClaim held = claim.get()) {
          return kept.get().orElseGet(work); // kept between the look and the claim
        }
      }
      waiting.run();
      scheduler.sleep(Liveness.LOOK);
    }
  }

  /** One claimant's looks at one claim. */
  private final class Vigil {
    private final String name;
    private final Claimant claimant;
    private byte[] seen = {};
    private int same;

    Vigil(String name, Claimant claimant) {
      this.name = name;
      this.claimant = claimant;
    }

    /** Takes the claim if it is free, or if its owner is gone. */
    Optional<HeldClaim> claim() {
      Claim mine = Claim.of(claimant);
      byte[] content = Json.bytes(mine);
      Optional<byte[]> found = store.read(name);
      boolean taken;
      if (found.isEmpty()) {
        taken = store.create(name, content);
        if (!taken && silent(new byte[0])) {
          store.delete(name); // it is there and cannot be read: damaged
        }
      } else {
        taken = free(found.get()) && store.replace(name, found.get(), content);
      }
      return taken ? Optional.of(HeldClaim.hold(store, name, mine, scheduler)) : Optional.empty();
    }

    /** Removes the claim of an owner that died between keeping the result and letting go. */
    void tidy() {
      store
          .read(name)
          .filter(it -> Claim.parse(it).filter(claim -> claim.isOverFor(claimant)).isPresent())
          .ifPresent(it -> store.delete(name, it));
    }

    private boolean free(byte[] content) {
      Optional<Claim> theirs = Claim.parse(content); // if it is none, its silence alone counts
      if (seen.length == 0) {
        LOG.info(
            "waiting for {}, {}", name, theirs.map(Claims::words).orElse("of an unknown owner"));
      }
      boolean silent = silent(content);
      boolean free = silent || theirs.filter(claim -> claim.isOverFor(claimant)).isPresent();
      if (free) {
        LOG.info("{} has lost its owner and is taken over", name);
      }
      return free;
    }

    private boolean silent(byte[] content) {
      same = Arrays.equals(seen, content) ? same + 1 : 0;
      seen = content;
      // Looks are counted rather than seconds, so that the time in which the store was away, or
      // this process stood still, is nobody's silence.
      return same >= Liveness.SILENT_LOOKS;
    }
  }

  private static String words(Claim claim) {
    return "of process " + claim.pid() + " on " + claim.host();
  }
}
