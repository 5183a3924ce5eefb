package dev.triptych.workflows.experiment;

import static dev.triptych.workflows.testing.Latches.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.testing.FakeSteps;
import dev.triptych.workflows.testing.FakeTracking;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import dev.triptych.workflows.tracking.FinishRunRequest;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that Triptych asks of Temporal works on the in-process server, in real time. */
@Timeout(300)
class EmbeddedServerTest {
  private final FakeSteps steps = new FakeSteps();
  private final FakeTracking tracking = new FakeTracking();
  private TestServer.InProcessTestServer server;
  private WorkflowServiceStubs service;
  private WorkflowClient client;
  private WorkerFactory factory;

  @BeforeEach
  void start() {
    server = TestServer.createServer(true);
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()).build());
    client = WorkflowClient.newInstance(service);
    factory = WorkerFactory.newInstance(client);
    TestTemporal.registerCpu(factory, steps, tracking);
    TestTemporal.registerGpu(factory, steps);
    factory.start();
  }

  @AfterEach
  void stop() {
    factory.shutdownNow();
    service.shutdownNow();
    server.close();
  }

  @Test
  void aLaunchRunsAndItsProgressIsFollowedIntoTheTraining() {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    steps.onFineTune =
        fineTune -> {
          Activity.getExecutionContext().heartbeat(new Heartbeat(100, 400, null));
          half.countDown();
          await(seen);
        };
    ExperimentWorkflow workflow = launch("run");
    await(half);
    ExperimentMonitor monitor =
        new ExperimentMonitor(
            client, "run", Requests.launch("run", List.of("an elf"), Variant.OURS).spec());
    CellProgress cell = monitor.progress().cells().get(0);
    seen.countDown();

    assertThat(cell.state()).isEqualTo(State.RUNNING);
    assertThat(cell.progress().stages())
        .contains(
            new StageProgress(Stage.EDIT_VIEW, State.DONE, 9, 9),
            new StageProgress(Stage.FINE_TUNE, State.RUNNING, 0, 1, 0.25),
            new StageProgress(Stage.EVALUATE, State.PENDING, 0, 1));
    assertThat(cell.progress().records()).hasSize(14);
    WorkflowStub.fromTyped(workflow).getResult(ExperimentResult.class);
    ExperimentProgress end = monitor.progress();
    assertThat(end.state()).isEqualTo(State.DONE);
    assertThat(end.report()).isEqualTo("runs/run/report.html");
    Progress whole = end.cells().get(0).progress();
    assertThat(whole.done()).isTrue();
    assertThat(whole.records()).hasSize(18);
  }

  @Test
  void aCancelledLaunchStopsItsTraining() {
    Training training = new Training();
    ExperimentWorkflow workflow = launch("run");
    await(training.started);
    WorkflowStub stub = WorkflowStub.fromTyped(workflow);
    stub.cancel();
    assertThatThrownBy(() -> stub.getResult(ExperimentResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    await(training.stopped);
    assertThat(tracking.told(FinishRunRequest.class))
        .extracting(FinishRunRequest::state)
        .containsExactly(State.CANCELLED);
  }

  private ExperimentWorkflow launch(String run) {
    ExperimentWorkflow workflow =
        client.newWorkflowStub(ExperimentWorkflow.class, TestTemporal.options(run));
    WorkflowClient.start(workflow::run, Requests.launch(run, List.of("an elf"), Variant.OURS));
    return workflow;
  }

  /** A fine-tuning that only ends when it is stopped. */
  private final class Training {
    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch stopped = new CountDownLatch(1);

    Training() {
      steps.onFineTune =
          fineTune -> {
            started.countDown();
            try {
              while (true) {
                Activity.getExecutionContext().heartbeat(new Heartbeat(1, 400, null));
                Thread.onSpinWait();
              }
            } catch (ActivityCompletionException e) {
              stopped.countDown();
              throw e;
            }
          };
    }
  }
}
