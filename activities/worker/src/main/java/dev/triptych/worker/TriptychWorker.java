package dev.triptych.worker;

import ai.djl.Device;
import dev.triptych.worker.health.Health;
import dev.triptych.worker.health.Polls;
import dev.triptych.worker.health.WorkerHealth;
import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.StageCatalog;
import dev.triptych.worker.memo.StageInterceptor;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.slots.PrefetchingSlotSupplier;
import dev.triptych.worker.slots.Slots;
import dev.triptych.worker.telemetry.StepTelemetry;
import dev.triptych.worker.telemetry.WorkflowSpanWriter;
import dev.triptych.workflows.stage.HandOver;
import dev.triptych.workflows.stage.Liveness;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.tracing.TracedWorkflows;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import io.temporal.worker.tuning.SlotSupplier;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Takes work from one task queue or both. */
public final class TriptychWorker implements AutoCloseable {
  // Tracking and tables wait for disk and network; more of them at a time than cores is right.
  private static final int CPU_ACTIVITIES = 8;
  private static final int WORKFLOW_TASKS = 16;
  private static final int POLLERS = 2; // one waits while the other hands its task on
  // Beside busy networks a workflow may wait for a core longer than the SDK's one second.
  private static final long DEADLOCK_MILLIS = 20_000;
  private static final long STOP_SECONDS = 2;
  // Steps whose time is up go back with their next heartbeat: a view, a denoising step.
  private static final long LAST_CALL_SECONDS = 5;

  private final Drain drain = new Drain();
  private final StageInterceptor interceptor;
  private final Set<String> queues;
  private final WorkerFactory factory;

  public TriptychWorker(
      WorkflowClient client,
      Registrations registrations,
      Memo memo,
      WorkerPlacement placement,
      WorkerMetrics metrics) {
    Slots networks = new Slots(placement.places());
    Slots bookkeeping = new Slots(CPU_ACTIVITIES);
    StageCatalog catalog = new StageCatalog(registrations.activities());
    queues = placement.queues();
    interceptor =
        new StageInterceptor(
            catalog,
            memo,
            Map.of(TaskQueues.GPU, networks, TaskQueues.CPU, bookkeeping),
            registrations.makeRoom(),
            metrics,
            drain);
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors( // the last is the outermost
                    new HandOver(),
                    interceptor,
                    new TracedWorkflows(new WorkflowSpanWriter()),
                    new StepTelemetry(catalog::stage))
                .build());
    if (placement.queues().contains(TaskQueues.GPU)) {
      metrics.offer(TaskQueues.GPU, networks.count(), networks::used);
      String name = TaskQueues.GPU + " on " + placement.devices();
      PrefetchingSlotSupplier supplier =
          new PrefetchingSlotSupplier(networks.count(), catalog::isTraining);
      Worker gpu = factory.newWorker(TaskQueues.GPU, options(name, placement.version(), supplier));
      gpu.registerActivitiesImplementations(registrations.gpu().toArray());
    }
    if (placement.queues().contains(TaskQueues.CPU)) {
      metrics.offer(TaskQueues.CPU, bookkeeping.count(), bookkeeping::used);
      SlotSupplier<ActivitySlotInfo> supplier = new FixedSizeSlotSupplier<>(bookkeeping.count());
      Worker cpu =
          factory.newWorker(TaskQueues.CPU, options(TaskQueues.CPU, placement.version(), supplier));
      cpu.registerActivitiesImplementations(registrations.cpu().toArray());
      registrations.workflows().accept(cpu);
    }
  }

  /** A worker of both queues. */
  public TriptychWorker(WorkflowClient client, Registrations registrations, Memo memo, int slots) {
    this(
        client,
        registrations,
        memo,
        WorkerPlacement.ofBothQueues(Collections.nCopies(slots, Device.cpu())),
        WorkerMetrics.unheard());
  }

  private static WorkerOptions options(
      String name, WorkerVersion version, SlotSupplier<ActivitySlotInfo> activities) {
    return WorkerOptions.newBuilder()
        // Shown in Temporal's UI; begins as Temporal's own do.
        .setIdentity(Host.pid() + "@" + Host.name() + " " + name)
        .setDeploymentOptions(version.options())
        .setAllowActivityHeartbeatDuringShutdown(true) // trainings send their last checkpoint
        .setWorkerTuner(
            new CompositeTuner(
                new FixedSizeSlotSupplier<>(WORKFLOW_TASKS),
                activities,
                new FixedSizeSlotSupplier<>(1), // local and Nexus: there are none
                new FixedSizeSlotSupplier<>(1)))
        .setMaxConcurrentActivityTaskPollers(POLLERS)
        .setMaxHeartbeatThrottleInterval(Liveness.LOOK) // Ctrl-C should not wait longer
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS)
        .setMaxConcurrentWorkflowTaskPollers(POLLERS)
        .build();
  }

  /** Begins to take work. */
  public void start() {
    factory.start();
  }

  /**
   * How this worker is.
   *
   * @param polls listens to its client's calls
   */
  public Health health(Polls polls) {
    return new WorkerHealth(queues, polls, drain, () -> interceptor.running() == 0);
  }

  /**
   * Takes no more work, has trainings handed back after a checkpoint and lets other activities
   * finish. Those that do not within {@code seconds} go back too.
   *
   * @return whether all ended by themselves; the others were interrupted
   */
  public boolean drain(long seconds) {
    drain.begin();
    factory.shutdown();
    factory.awaitTermination(seconds, TimeUnit.SECONDS);
    if (!factory.isTerminated()) {
      drain.lastCall();
      factory.awaitTermination(LAST_CALL_SECONDS, TimeUnit.SECONDS);
    }
    boolean finished = factory.isTerminated();
    factory.shutdownNow();
    return finished;
  }

  /** Takes no more work and interrupts the activities under way. */
  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
