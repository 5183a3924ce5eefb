package dev.triptych.worker.tracking.mlflow;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.retry.Backoff;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.telemetry.Spans;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.stage.TrackingRun;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /**
   * @param asker the first who had something to deliver there since the last delivery
   */
  private record Due(Address address, Context asker) {}

  private final Journal journal;
  private final Delivery delivery;
  private final Thread courier;
  private final Map<Address, Context> due = new LinkedHashMap<>(); // guarded by this
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
    due.putIfAbsent(address, Context.current());
    notifyAll();
  }

  private void work() {
    int failures = 0;
    try {
      while (true) {
        Due next = next();
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
  private synchronized @Nullable Due next() throws InterruptedException {
    while (due.isEmpty() && !closing) {
      wait();
    }
    Iterator<Map.Entry<Address, Context>> first = due.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<Address, Context> next = first.next();
    first.remove();
    return new Due(next.getKey(), next.getValue());
  }

  private boolean deliver(Due next) {
    Address address = next.address();
    Span span = span(next);
    try {
      delivery.deliver(address.run(), address.cell());
      if (!told.isEmpty()) {
        LOG.info("MLflow gets what it missed");
        told = "";
      }
      return true;
    } catch (TriptychException e) {
      Spans.fail(span, e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
      tell(String.valueOf(e.getMessage()), e.retryable());
    } catch (RuntimeException e) {
      Spans.fail(span, e.getClass().getName(), String.valueOf(e.getMessage()));
      LOG.warn("{} could not be delivered to MLflow", address, e);
    } finally {
      span.end();
    }
    return false;
  }

  /** Within whatever the events come from; what belongs to no trace has no span. */
  private static Span span(Due next) {
    return Span.fromContext(next.asker()).getSpanContext().isValid()
        ? Spans.tracer()
            .spanBuilder("triptych.mlflow")
            .setParent(next.asker())
            .setAttribute(Spans.RUN, next.address().run())
            .startSpan()
        : Span.getInvalid();
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

  /** Puts {@code again} back and waits; false if there is no time left. */
  private synchronized boolean rest(Due again, Duration pause) throws InterruptedException {
    due.putIfAbsent(again.address(), again.asker());
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
      due.keySet().stream()
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
