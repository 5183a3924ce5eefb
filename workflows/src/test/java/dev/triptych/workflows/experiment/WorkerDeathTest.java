package dev.triptych.workflows.experiment;

import static dev.triptych.workflows.testing.Latches.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.testing.FakeSteps;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WorkerDeathTest {
  @Test
  void anotherWorkerTakesOverWhereTheDeadOneStopped() {
    try (TestTemporal temporal = new TestTemporal()) {
      CountDownLatch training = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      temporal.steps.onFineTune =
          fineTune -> {
            training.countDown();
            await(never); // until the worker's end interrupts it
          };
      ExperimentWorkflow workflow = temporal.experiment("run");
      WorkflowClient.start(workflow::run, Requests.launch("run", List.of("an elf"), Variant.OURS));
      await(training);
      FakeSteps steps = new FakeSteps();
      temporal.replaceGpuWorker(steps);
      ExperimentResult result = WorkflowStub.fromTyped(workflow).getResult(ExperimentResult.class);

      assertThat(result.state()).isEqualTo(State.DONE);
      assertThat(steps.began(FineTuneRequest.class)).hasSize(1);
      assertThat(steps.began(EditViewRequest.class)).isEmpty(); // the dataset was there already
    }
  }
}
