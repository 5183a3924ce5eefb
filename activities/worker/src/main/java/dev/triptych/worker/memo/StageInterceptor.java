package dev.triptych.worker.memo;

import ai.djl.Device;
import dev.triptych.models.torch.MemoryExhaustedException;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.heartbeat.AutoHeartbeat;
import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.metrics.TrainingStepCounter;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.slots.Slots;
import dev.triptych.worker.telemetry.Spans;
import dev.triptych.workflows.stage.Staged;
import io.opentelemetry.api.trace.Span;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands around every activity: keeps its heart beating, memoises those that ask for it, gives
 * those that have to work a slot and takes their time, tells their code which stage it runs,
 * counts, says on the current span what it was, and turns failures into ones that carry their
 * explanation through Temporal.
 */
public final class StageInterceptor extends WorkerInterceptorBase {
  private static final Logger LOG = LoggerFactory.getLogger(StageInterceptor.class);
  private static final double NANOS = 1e9;

  private final StageCatalog catalog;
  private final Memo memo;
  private final Map<String, Slots> slots;
  private final Consumer<Device> makeRoom;
  private final WorkerMetrics metrics;
  private final Drain drain;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param slots of each task queue that the worker serves
   * @param makeRoom is told on which device a step's memory ran out, before the step fails
   */
  public StageInterceptor(
      StageCatalog catalog,
      Memo memo,
      Map<String, Slots> slots,
      Consumer<Device> makeRoom,
      WorkerMetrics metrics,
      Drain drain) {
    this.catalog = catalog;
    this.memo = memo;
    this.slots = Map.copyOf(slots);
    this.makeRoom = makeRoom;
    this.metrics = metrics;
    this.drain = drain;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Boundary(next);
  }

  /** Activities under way, also those that wait for a slot or for an equal one. */
  public int running() {
    return running.get();
  }

  private final class Boundary extends ActivityInboundCallsInterceptorBase {
    private final ActivityInboundCallsInterceptor next;
    private @Nullable AutoHeartbeat heartbeat;

    Boundary(ActivityInboundCallsInterceptor next) {
      super(next);
      this.next = next;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      AutoHeartbeat own =
          new AutoHeartbeat(
              context,
              drain,
              catalog
                  .find(context.getInfo().getActivityType())
                  .map(stage -> TrainingStepCounter.of(stage.stage(), metrics))
                  .orElse(details -> {}));
      heartbeat = own;
      next.init(own);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      AutoHeartbeat activity = Objects.requireNonNull(heartbeat, "init comes first");
      String type = activity.getInfo().getActivityType();
      if (drain.begun()) {
        throw notBegun(); // came while the worker was leaving
      }
      running.incrementAndGet();
      try (AutoHeartbeat beating = activity) {
        beating.start();
        Optional<StageCatalog.Entry> stage = catalog.find(type);
        if (stage.isEmpty()) {
          return work(activity, input);
        }
        return stage.get().batch()
            ? recallAll(stage.get(), activity, input)
            : recall(stage.get(), activity, input);
      } catch (RuntimeException | Error e) {
        throw Failures.toTemporal(e, place(type))
            .<RuntimeException>map(failure -> failure)
            .orElseGet(() -> unchecked(e));
      } finally {
        running.decrementAndGet();
      }
    }

    private ActivityOutput recall(
        StageCatalog.Entry stage, ActivityExecutionContext activity, ActivityInput input) {
      StageKey key = StageKey.of(stage.stage(), stage.version(), input.getArguments()[0]);
      Supplier<Made> work = () -> run(stage, key, activity, input);
      Claimant asker = Claimant.of(activity.getInfo());
      Span span = Span.current().setAttribute(Spans.KEY, key.sha256());
      Staged<?> staged =
          stage.claimed()
              ? memo.recallClaimed(key, stage.result(), asker, work, () -> waitForEqual(activity))
              : memo.recall(key, stage.result(), asker, work, () -> activity.heartbeat(null));
      span.setAttribute(Spans.CACHED, staged.stage().cached());
      metrics.ended(staged);
      return new ActivityOutput(staged);
    }

    /** Each request of the list has a key and a result of its own, as if it had come alone. */
    private ActivityOutput recallAll(
        StageCatalog.Entry stage, ActivityExecutionContext activity, ActivityInput input) {
      List<StageKey> keys = new ArrayList<>();
      Map<StageKey, Object> requests = new HashMap<>();
      for (Object request : (List<?>) input.getArguments()[0]) {
        StageKey key = StageKey.of(stage.stage(), stage.version(), request);
        keys.add(key);
        requests.put(key, request);
      }
      Map<StageKey, Staged<?>> results =
          memo.recallAll(
              keys,
              stage.result(),
              Claimant.of(activity.getInfo()),
              missing -> {
                List<?> rest = missing.stream().map(requests::get).toList();
                ActivityInput some = new ActivityInput(input.getHeader(), new Object[] {rest});
                return runTogether(stage, missing.get(0), activity, some);
              },
              () -> activity.heartbeat(null));
      List<Staged<?>> kept =
          results.values().stream()
              .<Staged<?>>map(staged -> staged)
              .filter(staged -> staged.stage().cached())
              .toList();
      kept.forEach(metrics::ended);
      Span.current()
          .setAttribute(Spans.REQUESTS, (long) keys.size())
          .setAttribute(Spans.KEPT, (long) kept.size())
          .setAttribute(Spans.CACHED, kept.size() == results.size());
      return new ActivityOutput(keys.stream().map(results::get).toList());
    }

    /** What ran together took equal parts of the time. */
    private List<Made> runTogether(
        StageCatalog.Entry stage,
        StageKey first,
        ActivityExecutionContext activity,
        ActivityInput input) {
      Timed timed = time(stage, first, activity, input);
      List<?> results = (List<?>) timed.result();
      double seconds = timed.seconds() / Math.max(1, results.size());
      List<Made> each = new ArrayList<>();
      for (Object result : results) {
        each.add(new Made(((Staged<?>) result).timed(seconds), timed.device()));
      }
      each.forEach(made -> metrics.ended(made.staged())); // now: a later part may fail
      return each;
    }

    private void waitForEqual(ActivityExecutionContext activity) {
      if (drain.begun()) {
        throw Drain.handBack("The worker stops; the training waited for an equal one");
      }
      activity.heartbeat(null);
    }

    private Made run(
        StageCatalog.Entry stage,
        StageKey key,
        ActivityExecutionContext activity,
        ActivityInput input) {
      Timed timed = time(stage, key, activity, input);
      return new Made(((Staged<?>) timed.result()).timed(timed.seconds()), timed.device());
    }

    private record Timed(Object result, double seconds, String device) {}

    /** Runs the step in a place of its own; waiting for the place does not count. */
    private Timed time(
        StageCatalog.Entry stage,
        StageKey key,
        ActivityExecutionContext activity,
        ActivityInput input) {
      try (Slots.Slot slot = slot(stage.claimed(), activity);
          StageContext current = StageContext.enter(key, drain, slot)) {
        String device = Torch.name(slot.device());
        Span.current().addEvent("slot taken").setAttribute(Spans.DEVICE, device);
        long start = System.nanoTime();
        Object result = execute(input, slot.device());
        double seconds = (System.nanoTime() - start) / NANOS;
        LOG.info("{} took {} s on {}", stage.stage().slug(), rounded(seconds), device);
        return new Timed(result, seconds, device);
      }
    }

    private Object execute(ActivityInput input, Device device) {
      try {
        return next.execute(input).getResult();
      } catch (RuntimeException | Error e) {
        if (MemoryExhaustedException.of(e).isPresent()) {
          makeRoom.accept(device); // which the next attempt finds
        }
        throw e;
      }
    }

    private ActivityOutput work(ActivityExecutionContext activity, ActivityInput input) {
      try (Slots.Slot slot = slot(false, activity)) {
        return next.execute(input);
      }
    }

    private Slots.Slot slot(boolean training, ActivityExecutionContext activity) {
      Slots all = slots.get(activity.getInfo().getActivityTaskQueue());
      return Objects.requireNonNull(all, "the worker's queues have slots")
          .take(training, () -> waitForSlot(activity));
    }

    private void waitForSlot(ActivityExecutionContext activity) {
      if (drain.begun()) {
        throw notBegun();
      }
      activity.heartbeat(null);
    }
  }

  /** Which step of which process, for people. */
  private String place(String type) {
    String process = "process " + Host.pid() + " on " + Host.name();
    return catalog
        .find(type)
        .map(stage -> "step " + stage.stage().slug() + " in " + process)
        .orElse(process);
  }

  private static String rounded(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }

  private static RuntimeException notBegun() {
    return Drain.handBack("The worker stops; the step has not begun");
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      return e;
    }
    throw (Error) thrown;
  }
}
