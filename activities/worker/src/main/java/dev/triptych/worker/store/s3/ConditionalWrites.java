package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.TriptychException.StoreRefused;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.Leftovers;
import dev.triptych.worker.store.s3.S3Writes.Condition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether a server heeds {@code If-None-Match} and {@code If-Match} when it writes. Some do not
 * know them, and write; so it is tried once, with an object that is removed again.
 */
final class ConditionalWrites {
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);

  private final S3Writes writes;
  private Optional<Boolean> known = Optional.empty();

  ConditionalWrites(S3Writes writes) {
    this.writes = writes;
  }

  synchronized boolean known() {
    if (known.isEmpty()) {
      known = Optional.of(probe());
    }
    return known.get();
  }

  private boolean probe() {
    String name = StoreLayout.PRIVATE + "/probe/" + Leftovers.newName();
    try {
      writes.put(name, PROBE, "text/plain", Condition.ALWAYS, "");
      return refused(name, Condition.ABSENT) && refused(name, Condition.UNCHANGED);
    } finally {
      writes.delete(name);
    }
  }

  private boolean refused(String name, Condition condition) {
    try {
      return !writes.put(name, PROBE, "text/plain", condition, "0".repeat(32)).written();
    } catch (StoreRefused e) {
      return false; // some say that they have not implemented it
    }
  }
}
