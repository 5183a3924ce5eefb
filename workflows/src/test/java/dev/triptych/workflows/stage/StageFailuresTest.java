package dev.triptych.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.ServerFailure;
import org.junit.jupiter.api.Test;

class StageFailuresTest {
  private static ChildWorkflowFailure childFailed(Throwable cause) {
    return new ChildWorkflowFailure(
        3,
        4,
        "PortraitWorkflow",
        WorkflowExecution.getDefaultInstance(),
        "default",
        RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE,
        cause);
  }

  @Test
  void sayWhatTheStepSaid() {
    ApplicationFailure step = ApplicationFailure.newNonRetryableFailure("no such style", "spec");

    assertThat(StageFailures.message(childFailed(step))).isEqualTo("no such style");
    assertThat(StageFailures.named("edit-view front", childFailed(step)))
        .hasMessageContaining("edit-view front: no such style");
  }

  @Test
  void sayWhatTemporalRefused() {
    ServerFailure server = new ServerFailure("the input exceeds size limit", true);

    assertThat(StageFailures.message(childFailed(server)))
        .isEqualTo("Temporal ended it: the input exceeds size limit");
  }

  @Test
  void ofACancellationStayOne() {
    CanceledFailure cancelled = new CanceledFailure("cancelled");

    assertThat(StageFailures.named("edit-view front", childFailed(cancelled))).isSameAs(cancelled);
    assertThat(StageFailures.cancelled(childFailed(cancelled))).isTrue();
  }
}
