package dev.triptych.models.priors;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import dev.triptych.models.torch.Torch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Networks in the memory of one device, each loaded once for all who use it. A network is never
 * freed while it is in use; one that nobody uses stays while all loaded ones together fit a budget.
 * Beyond it, those go, least recently used first, that were not last used together with the network
 * that is asked for; and when a user leaves while others are at work, all go that nobody uses. Safe
 * for several threads, which wait while one of them loads.
 */
public final class NetworkPool implements AutoCloseable {
  private static final int SHARE = 4; // the rest is for what networks compute

  /**
   * A network to be loaded.
   *
   * @param bytes of its weights in memory; 0 for what is too small to count
   * @param build makes it from tensors that the given manager will own
   */
  record Load<N>(long bytes, Function<NDManager, N> build) {}

  private static final class Entry {
    private final Object network;
    private final long bytes;
    private final NDManager manager;
    private int users;
    private Object lastUser;

    private Entry(Object network, long bytes, NDManager manager, Object user) {
      this.network = network;
      this.bytes = bytes;
      this.manager = manager;
      this.lastUser = user;
    }
  }

  private final Device device;
  private final long budget;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, .75f, true);

  /**
   * @param budget bytes of weights up to which networks stay that nobody uses
   */
  NetworkPool(Device device, long budget) {
    this.device = device;
    this.budget = budget;
  }

  /** Keeps networks while they take no more than a quarter of the device's memory. */
  public static NetworkPool of(Device device) {
    return new NetworkPool(device, memory(device) / SHARE);
  }

  /** Keeps no more networks than those of the steps at work. */
  public static NetworkPool ofLowMemory(Device device) {
    return new NetworkPool(device, 0);
  }

  private static long memory(Device device) {
    return device.isGpu()
        ? Torch.memory(device)
        : ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
  }

  Device device() {
    return device;
  }

  /**
   * Begins the use of a network.
   *
   * @param user who calls {@link #leave} with the same {@code role} in the end, and not before
   */
  synchronized Object use(Object user, String role, Supplier<? extends Load<?>> load) {
    Entry known = entries.get(role);
    if (known == null) {
      Load<?> wanted = load.get();
      makeRoom(wanted.bytes(), user);
      known = build(wanted, user);
      known.users = 1;
      entries.put(role, known);
    } else if (++known.users == 1) {
      makeRoom(0, known.lastUser); // in use by now, so it does not go itself
    }
    known.lastUser = user;
    return known.network;
  }

  private Entry build(Load<?> load, Object user) {
    NDManager manager = Torch.newManager(device);
    try {
      return new Entry(load.build().apply(manager), load.bytes(), manager, user);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** Ends the use of networks. */
  synchronized void leave(Iterable<String> roles) {
    for (String role : roles) {
      Objects.requireNonNull(entries.get(role), role).users--;
    }
    if (entries.values().stream().anyMatch(entry -> entry.users > 0)) {
      makeRoom(0, this);
    }
  }

  /** Frees networks until {@code more} bytes fit, but none that {@code user} used last. */
  private void makeRoom(long more, Object user) {
    long loaded = loadedBytes() + more;
    Iterator<Entry> eldest = entries.values().iterator();
    while (loaded > budget && eldest.hasNext()) {
      Entry entry = eldest.next();
      if (entry.users == 0 && entry.bytes > 0 && entry.lastUser != user) {
        eldest.remove();
        entry.manager.close();
        loaded -= entry.bytes;
      }
    }
  }

  /**
   * Frees all networks that nobody uses, whatever the budget: something else has too little room.
   */
  public synchronized void freeIdle() {
    entries
        .values()
        .removeIf(
            entry -> {
              boolean idle = entry.users == 0 && entry.bytes > 0;
              if (idle) {
                entry.manager.close();
              }
              return idle;
            });
  }

  synchronized long loadedBytes() {
    return entries.values().stream().mapToLong(entry -> entry.bytes).sum();
  }

  /** Roles of the networks that are in memory, least recently used first. */
  synchronized List<String> loaded() {
    List<String> roles = new ArrayList<>();
    entries.forEach(
        (role, entry) -> {
          if (entry.bytes > 0) {
            roles.add(role);
          }
        });
    return roles;
  }

  /** Frees all networks; nobody may use one any more. */
  @Override
  public synchronized void close() {
    entries.values().forEach(entry -> entry.manager.close());
    entries.clear();
  }
}
