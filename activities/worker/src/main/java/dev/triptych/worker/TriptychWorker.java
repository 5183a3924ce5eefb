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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes work from one task queue or both. */
public final class TriptychWorker implements AutoCloseable {
  // Tracking and tables wait for disk and network; more of them at a time than cores is right.
  private static final int CPU_ACTIVITIES = 8;
  private static final int WORKFLOW_TASKS = 16;
  private static final int POLLERS = 2; // one waits while the other hands its task on
  // Heartbeats also bring cancellations: Ctrl-C should not wait longer.
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(2);

  /** What a worker runs. */
  public record Duties(
      List<Class<?>> workflows, List<Object> gpuActivities, List<Object> cpuActivities) {
    public Duties {
      workflows = List.copyOf(workflows);
      gpuActivities = List.copyOf(gpuActivities);
      cpuActivities = List.copyOf(cpuActivities);
    }

    /** Without workflows and activities of the queue {@link TaskQueues#CPU}. */
    public Duties gpuOnly() {
      return new Duties(List.of(), gpuActivities, List.of());
    }

    /** Without activities of the queue {@link TaskQueues#GPU}. */
    public Duties cpuOnly() {
      return new Duties(workflows, List.of(), cpuActivities);
    }

    private List<Object> activities() {
      List<Object> all = new ArrayList<>(gpuActivities);
      all.addAll(cpuActivities);
      return all;
    }
  }

  private final WorkerFactory factory;

  /**
   * @param slots activities of {@link TaskQueues#GPU} at a time: devices, or cores
   */
  public TriptychWorker(WorkflowClient client, Duties duties, Memo memo, int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("a worker needs at least one slot");
    }
    StageInterceptor interceptor =
        new StageInterceptor(new StageCatalog(duties.activities()), memo);
    factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(interceptor).build());
    if (!duties.gpuActivities().isEmpty()) {
      Worker gpu = factory.newWorker(TaskQueues.GPU, options(slots));
      gpu.registerActivitiesImplementations(duties.gpuActivities().toArray());
    }
    if (!duties.cpuActivities().isEmpty() || !duties.workflows().isEmpty()) {
      Worker cpu = factory.newWorker(TaskQueues.CPU, options(CPU_ACTIVITIES));
      cpu.registerActivitiesImplementations(duties.cpuActivities().toArray());
      cpu.registerWorkflowImplementationTypes(duties.workflows().toArray(Class<?>[]::new));
    }
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
    factory.awaitTermination(1, TimeUnit.SECONDS);
  }
}
