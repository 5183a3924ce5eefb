package dev.triptych.worker.activities;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Keeps what was loaded of late, as much as fits: what was not asked for the longest goes first.
 * For one thread.
 */
final class RecentlyUsed<K, V> {
  private final long capacity;
  private final ToLongFunction<V> weight;
  private final Function<K, V> load;
  private final Map<K, V> kept = new LinkedHashMap<>(16, .75f, true);
  private long held;

  /**
   * @param capacity of all that is kept together, in the unit of {@code weight}
   */
  RecentlyUsed(long capacity, ToLongFunction<V> weight, Function<K, V> load) {
    this.capacity = capacity;
    this.weight = weight;
    this.load = load;
  }

  V get(K key) {
    V known = kept.get(key);
    if (known != null) {
      return known;
    }
    V loaded = load.apply(key);
    held += weight.applyAsLong(loaded);
    Iterator<V> oldest = kept.values().iterator();
    while (held > capacity && oldest.hasNext()) {
      held -= weight.applyAsLong(oldest.next());
      oldest.remove();
    }
    kept.put(key, loaded);
    return loaded;
  }

  /** How many are kept. */
  int size() {
    return kept.size();
  }
}
