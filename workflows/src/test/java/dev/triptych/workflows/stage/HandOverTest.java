package dev.triptych.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.testing.Latches;
import dev.triptych.workflows.testing.TestTemporal;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HandOverTest {
  private static final int MORE_THAN_ATTEMPTS = 25; // a training has 20

  /** Waits for one training. */
  @WorkflowInterface
  public interface Training {
    @WorkflowMethod
    String train();
  }

  /** The step. */
  @ActivityInterface
  public interface Steps {
    String step();
  }

  public static final class TrainingImpl implements Training {
    private final Steps steps = Workflow.newActivityStub(Steps.class, StepOptions.training());

    @Override
    public String train() {
      return steps.step();
    }
  }

  /** Says for each call what becomes of it, and notes which attempt Temporal takes it for. */
  private static final class ScriptedSteps implements Steps {
    final List<Integer> attempts = new CopyOnWriteArrayList<>();
    private final IntFunction<String> script;

    ScriptedSteps(IntFunction<String> script) {
      this.script = script;
    }

    @Override
    public String step() {
      attempts.add(Activity.getExecutionContext().getInfo().getAttempt());
      return script.apply(attempts.size());
    }
  }

  private static ApplicationFailure givenBack() {
    return ApplicationFailure.newFailure("the worker leaves", FailureTypes.HANDED_BACK);
  }

  private static Training start(TestWorkflowEnvironment environment, Steps steps) {
    worker(environment);
    Worker gpu = environment.newWorker(TaskQueues.GPU);
    gpu.registerActivitiesImplementations(steps);
    environment.start();
    return environment
        .getWorkflowClient()
        .newWorkflowStub(Training.class, TestTemporal.options("training"));
  }

  private static Worker worker(TestWorkflowEnvironment environment) {
    Worker cpu = environment.newWorker(TaskQueues.CPU);
    cpu.registerWorkflowImplementationTypes(TrainingImpl.class);
    return cpu;
  }

  @Test
  void costsNoAttempt() {
    ScriptedSteps steps =
        new ScriptedSteps(
            call -> {
              if (call <= MORE_THAN_ATTEMPTS) {
                throw givenBack();
              }
              return "trained";
            });
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      assertThat(start(environment, steps).train()).isEqualTo("trained");
    }
    assertThat(steps.attempts).hasSize(MORE_THAN_ATTEMPTS + 1).containsOnly(1);
  }

  @Test
  void leavesAllAttemptsToWhatGoesWrong() {
    ScriptedSteps steps =
        new ScriptedSteps(
            call -> {
              if (call == 3) {
                throw givenBack();
              }
              if (call < 20) {
                throw ApplicationFailure.newFailure("the disk is full", "StorageFull");
              }
              return "trained";
            });
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      assertThat(start(environment, steps).train()).isEqualTo("trained");
    }
    assertThat(steps.attempts).startsWith(1, 2, 3, 1, 2, 3).hasSize(20);
  }

  @Test
  void aStepThatChangedHandsIsStillCancelledWithItsLaunch() {
    CountDownLatch second = new CountDownLatch(1);
    ScriptedSteps steps =
        new ScriptedSteps(
            call -> {
              if (call == 1) {
                throw givenBack();
              }
              second.countDown();
              return untilCancelled();
            });
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      Training training = start(environment, steps);
      WorkflowClient.start(training::train);
      Latches.await(second);
      WorkflowStub stub = WorkflowStub.fromTyped(training);
      stub.cancel();

      assertThatThrownBy(() -> stub.getResult(String.class))
          .isInstanceOf(WorkflowFailedException.class)
          .hasRootCauseInstanceOf(CanceledFailure.class);
    }
    assertThat(steps.attempts).hasSize(2);
  }

  private static String untilCancelled() {
    while (true) {
      try {
        Activity.getExecutionContext().heartbeat("alive");
        Thread.onSpinWait();
      } catch (ActivityCompletionException e) {
        throw e;
      }
    }
  }

  @Test
  void replaysWithAndWithoutHandOvers() throws Exception {
    WorkflowExecutionHistory changedHands;
    ScriptedSteps twice =
        new ScriptedSteps(
            call -> {
              if (call < 3) {
                throw givenBack();
              }
              return "trained";
            });
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      start(environment, twice).train();
      changedHands = environment.getWorkflowClient().fetchHistory("training");
    }
    replay(changedHands);

    // Before, a step that was given back for the last time had failed.
    WorkflowExecutionHistory failed;
    ScriptedSteps always =
        new ScriptedSteps(
            call -> {
              throw givenBack();
            });
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      Training training = start(environment, always);
      assertThatThrownBy(training::train).isInstanceOf(WorkflowFailedException.class);
      failed = environment.getWorkflowClient().fetchHistory("training");
    }
    assertThat(failed.getEvents())
        .last()
        .matches(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);
    replay(failed);
  }

  private static void replay(WorkflowExecutionHistory history) throws Exception {
    try (TestWorkflowEnvironment environment = TestTemporal.environment()) {
      WorkflowReplayer.replayWorkflowExecution(history, worker(environment));
    }
  }
}
