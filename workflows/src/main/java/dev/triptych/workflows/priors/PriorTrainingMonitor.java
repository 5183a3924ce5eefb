package dev.triptych.workflows.priors;

import dev.triptych.workflows.priors.PriorTrainingProgress.Step;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.PendingActivities;
import dev.triptych.workflows.stage.Queries;
import dev.triptych.workflows.stage.Retry;
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
  private List<Retry> retries = List.of();

  public PriorTrainingMonitor(WorkflowClient client) {
    this.client = client;
  }

  /**
   * @throws WorkflowException if there is no such training, or no worker to answer for it
   */
  public PriorTrainingProgress progress(String workflowId) {
    PriorTrainingWorkflow workflow =
        client.newWorkflowStub(PriorTrainingWorkflow.class, workflowId);
    PriorTrainingProgress own = Queries.ask(workflow::progress);
    PendingActivities pending = PendingActivities.of(client.newUntypedWorkflowStub(workflowId));
    retries = pending.retries();
    List<Heartbeat> heartbeats = pending.heartbeats();
    return new PriorTrainingProgress(
        own.steps().stream()
            .map(step -> step.state() == State.RUNNING ? with(step, heartbeats) : step)
            .toList());
  }

  /** Steps that were being tried again when {@link #progress} looked last. */
  public List<Retry> retries() {
    return retries;
  }

  private static Step with(Step step, List<Heartbeat> heartbeats) {
    return heartbeats.stream()
        .filter(beat -> step.step().slug().equals(beat.part()))
        .findFirst()
        .map(beat -> new Step(step.step(), step.state(), beat.fraction()))
        .orElse(step);
  }
}
