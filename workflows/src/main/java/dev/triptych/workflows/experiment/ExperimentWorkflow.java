package dev.triptych.workflows.experiment;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One launch: makes the portrait of every cell, survives failed ones, tracks and reports. Started
 * under the id {@link Launch#run()} on {@link dev.triptych.workflows.stage.TaskQueues#CPU}.
 */
@WorkflowInterface
public interface ExperimentWorkflow {
  @WorkflowMethod
  ExperimentResult run(Launch launch);

  /** Its own view, for people; of many cells it is large. */
  @QueryMethod
  ExperimentProgress progress();

  /**
   * The same in brief, for who asks often; an {@code ExperimentMonitor} adds what only the children
   * know.
   *
   * @param failuresKnown how many failures the asker has been told of
   */
  @QueryMethod
  ExperimentNews news(int failuresKnown);
}
