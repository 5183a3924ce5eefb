package dev.triptych.worker.priors;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Costly things that several threads use at a time. Each is made once; it is freed when nobody uses
 * it any more and more recently used ones fill the cache.
 */
final class SharedCache<K, V> implements AutoCloseable {
  /** The use of one value; closing it ends the use. */
  interface Lease<V> extends AutoCloseable {
    V value();

    @Override
    void close();
  }

  private static final class Entry<V> {
    private volatile @Nullable V value;
    private int users;

    /** Other threads that want the same value wait here. */
    synchronized V value(Supplier<V> make) {
      V made = value;
      if (made == null) {
        made = make.get();
        value = made;
      }
      return made;
    }

    synchronized void free(Consumer<V> free) {
      V made = value;
      if (made != null) {
        free.accept(made);
        value = null;
      }
    }
  }

  private final int capacity;
  private final Consumer<V> free;
  private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity values to keep although nobody uses them
   * @param free is called once for each value
   */
  SharedCache(int capacity, Consumer<V> free) {
    this.capacity = capacity;
    this.free = free;
  }

  /** The value for {@code key}, made by {@code make} unless it is there. */
  Lease<V> acquire(K key, Supplier<V> make) {
    Entry<V> entry = enter(key);
    V value;
    try {
      value = entry.value(make);
    } catch (RuntimeException | Error e) {
      leave(entry);
      throw e;
    }
    return new Lease<>() {
      private boolean open = true;

      @Override
      public V value() {
        return value;
      }

      @Override
      public void close() {
        if (open) {
          open = false;
          leave(entry);
        }
      }
    };
  }

  private synchronized Entry<V> enter(K key) {
    Entry<V> entry = entries.computeIfAbsent(key, missing -> new Entry<>());
    entry.users++;
    return entry;
  }

  private void leave(Entry<V> entry) {
    List<Entry<V>> idle = new ArrayList<>();
    synchronized (this) {
      entry.users--;
      int surplus = entries.size() - capacity;
      Iterator<Map.Entry<K, Entry<V>>> eldest = entries.entrySet().iterator();
      while (surplus > 0 && eldest.hasNext()) {
        Entry<V> candidate = eldest.next().getValue();
        if (candidate.users == 0) {
          eldest.remove();
          idle.add(candidate);
          surplus--;
        }
      }
    }
    idle.forEach(candidate -> candidate.free(free));
  }

  /** Shows all values that are made; one may be freed at the same time. */
  void forEach(Consumer<V> viewer) {
    List<Entry<V>> all;
    synchronized (this) {
      all = List.copyOf(entries.values());
    }
    for (Entry<V> entry : all) {
      V made = entry.value;
      if (made != null) {
        viewer.accept(made);
      }
    }
  }

  /** Frees all values; nobody may use one any more. */
  @Override
  public synchronized void close() {
    entries.values().forEach(entry -> entry.free(free));
    entries.clear();
  }
}
