package dev.triptych.workflows.priors;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Trains a prior set; steps that do not need one another run side by side. */
@WorkflowInterface
public interface PriorTrainingWorkflow {
  @WorkflowMethod
  PriorSet train(PriorTrainingRequest request);

  @QueryMethod
  PriorTrainingProgress progress();
}
