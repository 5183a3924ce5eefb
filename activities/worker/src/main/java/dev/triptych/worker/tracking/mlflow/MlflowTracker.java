package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.retry.Backoff;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.stage.TrackingRun;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event to the journal first and has a thread of its own deliver it to MLflow, so that
 * nobody waits for the server. While that is away, the thread tries again and again.
 */
public final class MlflowTracker implements RunTracker {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowTracker.class);
  private static final Backoff BACKOFF =
      new Backoff(ChronoUnit.FOREVER.getDuration(), Duration.ofSeconds(1), Duration.ofSeconds(15));
  private static final Duration GOODBYE = Duration.ofSeconds(30);

  private record Address(String run, @Nullable String cell) {}

  private final Journal journal;
  private final Delivery delivery;
  private final Thread courier;
  private final Set<Address> due = new LinkedHashSet<>(); // guarded by this
  private boolean closing; // guarded by this
  private String told = "";

  public MlflowTracker(
      ArtifactStore store,
      Journal journal,
      TrackingServer server,
      Map<String, String> environment) {
    this.journal = journal;
    this.delivery = new Delivery(store, journal, server, environment);
    this.courier = new Thread(this::work, "mlflow");
    courier.setDaemon(true);
    courier.start();
  }

  @Override
  public TrackingRun open(String run, @Nullable String cell, Started started) {
    TrackingRun opened = journal.open(run, cell, started);
    wake(new Address(run, cell));
    return opened;
  }

  @Override
  public void record(TrackingRun run, RunEvent event) {
    journal.record(run, event);
    wake(new Address(run.run(), run.cell()));
  }

  private synchronized void wake(Address address) {
    due.add(address);
    notifyAll();
  }

  private void work() {
    int failures = 0;
    try {
      while (true) {
        Address next = next();
        if (next == null) {
          return;
        }
        failures = deliver(next) ? 0 : failures + 1;
        if (failures > 0 && !rest(next, BACKOFF.pause(failures))) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next journal with something to deliver; null when there is none and never will be. */
  private synchronized @Nullable Address next() throws InterruptedException {
    while (due.isEmpty() && !closing) {
      wait();
    }
    Iterator<Address> first = due.iterator();
    if (!first.hasNext()) {
      return null;
    }
    Address address = first.next();
    first.remove();
    return address;
  }

  private boolean deliver(Address address) {
    try {
      delivery.deliver(address.run(), address.cell());
      if (!told.isEmpty()) {
        LOG.info("MLflow gets what it missed");
        told = "";
      }
      return true;
    } catch (TriptychException e) {
      tell(String.valueOf(e.getMessage()), e.retryable());
    } catch (RuntimeException e) {
      LOG.warn("{} could not be delivered to MLflow", address, e);
    }
    return false;
  }

  private void tell(String message, boolean passing) {
    if (message.equals(told)) {
      return;
    }
    told = message;
    if (passing) {
      LOG.info("{}", message); // a restart is no reason to worry; close() tells what stays behind
    } else {
      LOG.warn("{}", message);
    }
  }

  /** Puts {@code address} back and waits; false if there is no time left. */
  private synchronized boolean rest(Address address, Duration pause) throws InterruptedException {
    due.add(address);
    long end = System.nanoTime() + pause.toNanos();
    while (!closing) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      wait(left / 1_000_000 + 1);
    }
    return false;
  }

  /** Delivers what is left if the server takes it, for half a minute at most. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      courier.join(GOODBYE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      due.stream()
          .map(Address::run)
          .distinct()
          .forEach(
              run ->
                  LOG.warn(
                      "MLflow does not have all of {} yet; send it: triptych sync {}", run, run));
    }
    delivery.close();
  }
}
