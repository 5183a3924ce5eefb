package dev.triptych.worker;

import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.StageCatalog;
import dev.triptych.worker.memo.StageInterceptor;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Takes work from one task queue or both. */
public final class TriptychWorker implements AutoCloseable {
  // Tracking and tables wait for disk and network; more of them at a time than cores is right.
  private static final int CPU_ACTIVITIES = 8;
  private static final int WORKFLOW_TASKS = 16;
  private static final int POLLERS = 2; // one waits while the other hands its task on
  // Heartbeats also bring cancellations: Ctrl-C should not wait longer.
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(2);
  private static final long STOP_SECONDS = 2;

  private final WorkerFactory factory;

  /**
   * @param queues {@link TaskQueues#GPU}, {@link TaskQueues#CPU} or both
   * @param slots activities of {@link TaskQueues#GPU} at a time: devices, or cores
   */
  public TriptychWorker(
      WorkflowClient client, Duties duties, Memo memo, Set<String> queues, int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("a worker needs at least one slot");
    }
    StageInterceptor interceptor =
        new StageInterceptor(new StageCatalog(duties.activities()), memo);
    factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(interceptor).build());
    if (queues.contains(TaskQueues.GPU)) {
      Worker gpu = factory.newWorker(TaskQueues.GPU, options(slots));
      gpu.registerActivitiesImplementations(duties.gpu().toArray());
    }
    if (queues.contains(TaskQueues.CPU)) {
      Worker cpu = factory.newWorker(TaskQueues.CPU, options(CPU_ACTIVITIES));
      cpu.registerActivitiesImplementations(duties.cpu().toArray());
      duties.workflows().accept(cpu);
    }
  }

  /** A worker of both queues. */
  public TriptychWorker(WorkflowClient client, Duties duties, Memo memo, int slots) {
    this(client, duties, memo, Set.of(TaskQueues.GPU, TaskQueues.CPU), slots);
  }

  private static WorkerOptions options(int activities) {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentActivityExecutionSize(activities)
        .setMaxConcurrentActivityTaskPollers(Math.min(activities, POLLERS))
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
        .setMaxConcurrentWorkflowTaskPollers(POLLERS)
        .build();
  }

  /** Begins to take work. */
  public void start() {
    factory.start();
  }

  /**
   * Takes no more work and lets the activities under way finish.
   *
   * @return whether all finished within {@code seconds}; the others were interrupted
   */
  public boolean drain(long seconds) {
    factory.shutdown();
    factory.awaitTermination(seconds, TimeUnit.SECONDS);
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
