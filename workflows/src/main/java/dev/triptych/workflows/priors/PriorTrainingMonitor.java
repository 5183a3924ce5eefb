package dev.triptych.workflows.priors;

import dev.triptych.workflows.priors.PriorTrainingProgress.Step;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.PendingHeartbeats;
import dev.triptych.workflows.stage.State;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.util.List;

/**
 * Follows the training of a prior set from outside: the workflow knows which steps run, their
 * heartbeats how far they are.
 */
public final class PriorTrainingMonitor {
  private final WorkflowClient client;

  public PriorTrainingMonitor(WorkflowClient client) {
    this.client = client;
  }

  /**
   * @throws WorkflowException if there is no such training, or no worker to answer for it
   */
  public PriorTrainingProgress progress(String workflowId) {
    PriorTrainingProgress own =
        client.newWorkflowStub(PriorTrainingWorkflow.class, workflowId).progress();
    List<Heartbeat> heartbeats =
        PendingHeartbeats.of(client.newUntypedWorkflowStub(workflowId)).all();
    return new PriorTrainingProgress(
        own.steps().stream()
            .map(step -> step.state() == State.RUNNING ? with(step, heartbeats) : step)
            .toList());
  }

  private static Step with(Step step, List<Heartbeat> heartbeats) {
    return heartbeats.stream()
        .filter(beat -> step.step().slug().equals(beat.part()))
        .findFirst()
        .map(beat -> new Step(step.step(), step.state(), beat.fraction()))
        .orElse(step);
  }
}
