package dev.triptych.workflows.testing;

import dev.triptych.workflows.dataset.FewShotDatasetWorkflow;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.TriptychWorkflows;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/** Temporal's test environment, where waiting takes no time, with a worker for both queues. */
public final class TestTemporal implements AutoCloseable {
  /** Two slots as on two cores would serialise what some tests want to see side by side. */
  private static final WorkerOptions OPTIONS =
      WorkerOptions.newBuilder()
          .setMaxConcurrentActivityExecutionSize(16)
          // A cancellation reaches an activity with its next heartbeat.
          .setMaxHeartbeatThrottleInterval(Duration.ofMillis(20))
          .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(20))
          .build();

  public final FakeSteps steps = new FakeSteps();
  public final FakeTracking tracking = new FakeTracking();
  private final TestWorkflowEnvironment environment;

  public TestTemporal() {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(100).build())
                .build());
    register(environment.getWorkerFactory(), steps, tracking);
    environment.start();
  }

  /** Registers workflows and the given activities on both queues. */
  public static void register(WorkerFactory factory, Object gpuActivities, Object cpuActivities) {
    Worker gpu = factory.newWorker(TaskQueues.GPU, OPTIONS);
    gpu.registerActivitiesImplementations(gpuActivities);
    Worker cpu = factory.newWorker(TaskQueues.CPU, OPTIONS);
    TriptychWorkflows.register(cpu);
    cpu.registerActivitiesImplementations(cpuActivities);
    if (gpuActivities instanceof FakeSteps) {
      cpu.registerActivitiesImplementations(gpuActivities); // assembles datasets
    }
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  public TestWorkflowEnvironment environment() {
    return environment;
  }

  public FewShotDatasetWorkflow dataset() {
    return client().newWorkflowStub(FewShotDatasetWorkflow.class, options("dataset"));
  }

  public ExperimentWorkflow experiment(String run) {
    return client().newWorkflowStub(ExperimentWorkflow.class, options(run));
  }

  public static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.CPU).build();
  }

  @Override
  public void close() {
    environment.close();
  }
}
