package dev.triptych.worker.metrics;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** What a worker counts: stages, kept results, edits, training steps, slots and memory. */
public final class WorkerMetrics {
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;

  public WorkerMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("triptych.resident.memory", ProcessMemory::resident)
        .baseUnit("bytes")
        .description("Memory of the process that is in RAM")
        .register(registry);
    Gauge.builder("triptych.native.memory", ProcessMemory::outsideJava)
        .baseUnit("bytes")
        .description("Memory of the process that is in RAM and not Java's: tensors, kernels")
        .register(registry);
  }

  /** Counts for nobody. */
  public static WorkerMetrics unheard() {
    return new WorkerMetrics(new SimpleMeterRegistry());
  }

  /** Says how many activities of {@code queue} this worker may run at a time, and does run. */
  public void offer(String queue, int slots, IntSupplier used) {
    Gauge.builder("triptych.slots", () -> slots)
        .description("Activities that may run at a time")
        .tag("queue", queue)
        .register(registry);
    Gauge.builder("triptych.slots.used", used::getAsInt)
        .description("Activities that run")
        .tag("queue", queue)
        .register(registry);
  }

  /** Says how much waits in {@code queue}, over all workers; NaN while it is not known. */
  void waiting(String queue, DoubleSupplier tasks) {
    Gauge.builder("triptych.queue.backlog", tasks::getAsDouble)
        .description("Tasks that wait for a worker")
        .tag("queue", queue)
        .register(registry);
  }

  /** Counts a memoised stage that has ended well. */
  public void ended(Staged<?> staged) {
    Stage stage = staged.stage().stage();
    boolean kept = staged.stage().cached();
    Counter.builder("triptych.memo.lookups")
        .description("Stages asked for; a hit is one whose result was kept")
        .tag("stage", stage.slug())
        .tag("result", kept ? "hit" : "miss")
        .register(registry)
        .increment();
    if (kept) {
      return;
    }
    Timer.builder("triptych.stage")
        .description("Time that computed stages took")
        .tag("stage", stage.slug())
        .register(registry)
        .record(Duration.ofNanos((long) (staged.stage().seconds() * NANOS)));
    if (stage == Stage.EDIT_VIEW) {
      Counter.builder("triptych.edits").description("Views edited").register(registry).increment();
    }
  }

  /** Counts steps of a training. */
  public void trained(Stage stage, int steps) {
    Counter.builder("triptych.training.steps")
        .description("Steps of trainings")
        .tag("stage", stage.slug())
        .register(registry)
        .increment(steps);
  }
}
