package dev.triptych.worker.gc;

import dev.triptych.worker.store.StoredObject;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is freed and what stays. Safe for several threads. */
final class Tally {
  private final Map<Kind, Amount> freed = new EnumMap<>(Kind.class);
  private final Map<Kind, Amount> kept = new EnumMap<>(Kind.class);

  synchronized void free(Kind kind, StoredObject object) {
    freed.merge(kind, Amount.of(object), Amount::plus);
  }

  synchronized void keep(Kind kind, StoredObject object) {
    kept.merge(kind, Amount.of(object), Amount::plus);
  }

  synchronized Collected collected() {
    return new Collected(freed, kept);
  }
}
