package dev.triptych.workflows.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.testing.FakeTracking;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import dev.triptych.workflows.tracking.NoticeRequest;
import dev.triptych.workflows.tracking.ReportRequest;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class NoticeTest {
  private final TestTemporal temporal = new TestTemporal();
  private final FakeTracking tracking = temporal.tracking;

  @AfterEach
  void close() {
    temporal.close();
  }

  private static Launch launch(String run, String... styles) {
    return Requests.launch(run, List.of(styles), Variant.OURS).notifying("WHOM");
  }

  private NoticeRequest onlyNotice() {
    assertThat(tracking.told(NoticeRequest.class)).hasSize(1);
    return tracking.told(NoticeRequest.class).get(0);
  }

  @Test
  void tellsOfAFinishedLaunchWhenItsReportIsThere() {
    tracking.onNotice =
        notice -> {
          throw ApplicationFailure.newNonRetryableFailure("nobody there", "Away");
        };

    assertThat(temporal.experiment("run").run(launch("run", "an elf", "a clown")).state())
        .as("whoever was told, or not")
        .isEqualTo(State.DONE);
    assertThat(onlyNotice())
        .isEqualTo(new NoticeRequest("run", State.DONE, 2, 2, 0, "runs/run/report.html", "WHOM"));
    List<Object> told = tracking.told;
    assertThat(told.get(told.size() - 1)).isInstanceOf(NoticeRequest.class);
    assertThat(told.get(told.size() - 2)).isInstanceOf(ReportRequest.class);
  }

  @Test
  void tellsOfALaunchThatFailedAsAWhole() {
    tracking.onStartRun =
        start -> {
          throw ApplicationFailure.newNonRetryableFailure("journal in the way", "Unwritable");
        };

    assertThatThrownBy(() -> temporal.experiment("run").run(launch("run", "an elf")))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(onlyNotice())
        .isEqualTo(new NoticeRequest("run", State.FAILED, 1, 0, 0, null, "WHOM"));
  }

  @Test
  void tellsOfACancelledLaunch() throws InterruptedException {
    CountDownLatch training = new CountDownLatch(1);
    temporal.steps.onFineTune =
        fineTune -> {
          training.countDown();
          while (true) {
            Activity.getExecutionContext().heartbeat(null);
            Thread.onSpinWait();
          }
        };
    ExperimentWorkflow workflow = temporal.experiment("run");
    WorkflowClient.start(workflow::run, launch("run", "an elf"));
    training.await();
    WorkflowStub stub = WorkflowStub.fromTyped(workflow);
    stub.cancel();

    assertThatThrownBy(() -> stub.getResult(ExperimentResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(onlyNotice().state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void tellsNobodyUnlessAsked() {
    temporal.experiment("run").run(Requests.launch("run", List.of("an elf"), Variant.OURS));

    assertThat(tracking.told(NoticeRequest.class)).isEmpty();
  }
}
