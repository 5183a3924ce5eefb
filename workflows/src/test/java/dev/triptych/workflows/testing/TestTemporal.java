package dev.triptych.workflows.testing;

import dev.triptych.workflows.dataset.FewShotDatasetWorkflow;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.SearchKeys;
import dev.triptych.workflows.experiment.TriptychWorkflows;
import dev.triptych.workflows.stage.HandOver;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.tracing.TracedWorkflows;
import dev.triptych.workflows.tracing.WorkflowSpans;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Temporal's test environment, where waiting takes no time, with a worker for each queue. */
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
  private final TestWorkflowEnvironment environment = environment();
  private WorkerFactory gpuWorker;

  public TestTemporal() {
    registerCpu(environment.getWorkerFactory(), steps, tracking);
    environment.start();
    gpuWorker = startGpuWorker(steps);
  }

  /** An environment whose workers have what every worker of Triptych has. */
  public static TestWorkflowEnvironment environment() {
    return environment(workflow -> {});
  }

  /** The same, which tells of workflows that are started in a trace. */
  public static TestWorkflowEnvironment environment(WorkflowSpans spans) {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(new HandOver(), new TracedWorkflows(spans))
                    .build())
            .build());
  }

  /** Lets the server know Triptych's search attributes. */
  public void learnSearchKeys() {
    SearchKeys.ALL.forEach(
        key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
  }

  /** Workflows, datasets and tracking. */
  public static void registerCpu(WorkerFactory factory, Object... activities) {
    Worker worker = factory.newWorker(TaskQueues.CPU, OPTIONS);
    TriptychWorkflows.register(worker);
    worker.registerActivitiesImplementations(activities);
  }

  /** Networks. */
  public static void registerGpu(WorkerFactory factory, Object... activities) {
    factory.newWorker(TaskQueues.GPU, OPTIONS).registerActivitiesImplementations(activities);
  }

  /** Takes the worker of the networks away and lets another one, with its own steps, stand in. */
  public void replaceGpuWorker(FakeSteps replacement) {
    gpuWorker.shutdownNow();
    gpuWorker.awaitTermination(1, TimeUnit.MINUTES);
    gpuWorker = startGpuWorker(replacement);
  }

  private WorkerFactory startGpuWorker(FakeSteps steps) {
    WorkerFactory factory = WorkerFactory.newInstance(client());
    registerGpu(factory, steps);
    factory.start();
    return factory;
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
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
    gpuWorker.shutdownNow();
    environment.close();
  }
}
