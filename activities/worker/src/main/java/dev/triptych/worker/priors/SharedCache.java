package dev.triptych.worker.priors;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Costly things that several threads use at a time. Each is made once; it is freed when nobody uses
 * it any more and more recently used ones fill the cache.
 */
public final class SharedCache<K, V> implements AutoCloseable {
  /** The use of one value; closing it ends the use. */
  public interface Lease<V> extends AutoCloseable {
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

  private final long capacity;
  private final long unmade; // weight of what is only being made
  private final ToLongFunction<V> weight;
  private final Consumer<V> free;
  private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity values to keep although nobody uses them
   * @param free is called once for each value
   */
  public SharedCache(int capacity, Consumer<V> free) {
    this(capacity, 1, any -> 1, free);
  }

  /**
   * @param capacity of what is kept although nobody uses it, in the unit of {@code weight}
   * @param weight of a value, which does not change
   * @param free is called once for each value
   */
  public SharedCache(long capacity, ToLongFunction<V> weight, Consumer<V> free) {
    this(capacity, 0, weight, free);
  }

  private SharedCache(long capacity, long unmade, ToLongFunction<V> weight, Consumer<V> free) {
    this.capacity = capacity;
    this.unmade = unmade;
    this.weight = weight;
    this.free = free;
  }

  /** The value for {@code key}, made by {@code make} unless it is there. */
  public Lease<V> acquire(K key, Supplier<V> make) {
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
      long surplus = entries.values().stream().mapToLong(this::weigh).sum() - capacity;
      Iterator<Map.Entry<K, Entry<V>>> eldest = entries.entrySet().iterator();
      while (eldest.hasNext()) {
        Entry<V> candidate = eldest.next().getValue();
        boolean failed = candidate.value == null;
        if (candidate.users == 0 && (surplus > 0 || failed)) {
          eldest.remove();
          idle.add(candidate);
          surplus -= weigh(candidate);
        }
      }
    }
    idle.forEach(candidate -> candidate.free(free));
  }

  private long weigh(Entry<V> entry) {
    V made = entry.value;
    return made == null ? unmade : weight.applyAsLong(made);
  }

  /** Shows all values that are made; one may be freed at the same time. */
  public void forEach(Consumer<V> viewer) {
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
