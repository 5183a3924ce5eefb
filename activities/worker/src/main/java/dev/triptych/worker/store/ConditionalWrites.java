package dev.triptych.worker.store;

import dev.triptych.worker.errors.TriptychException.StoreRefused;
import dev.triptych.worker.store.S3Calls.Condition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether a server heeds {@code If-None-Match} and {@code If-Match} when it writes. Some do not
 * know them, and write; so it is tried once, with an object that is removed again.
 */
final class ConditionalWrites {
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);

  private final S3Calls calls;
  private Optional<Boolean> known = Optional.empty();

  ConditionalWrites(S3Calls calls) {
    this.calls = calls;
  }

  synchronized boolean known() {
    if (known.isEmpty()) {
      known = Optional.of(probe());
    }
    return known.get();
  }

  private boolean probe() {
    String name = FolderStore.PRIVATE + "/probe/" + Leftovers.newName();
    try {
      calls.put(name, PROBE, "text/plain", Condition.ALWAYS, "");
      return refused(name, Condition.ABSENT) && refused(name, Condition.UNCHANGED);
    } finally {
      calls.delete(name);
    }
  }

  private boolean refused(String name, Condition condition) {
    try {
      return !calls.put(name, PROBE, "text/plain", condition, "0".repeat(32)).written();
    } catch (StoreRefused e) {
      return false; // some say that they have not implemented it
    }
  }
}
