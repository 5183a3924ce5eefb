package dev.triptych.workflows.dataset;

import dev.triptych.workflows.stage.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Algorithm 1: sample w, render i² views and the frontal one, edit each, assemble D_s. */
@WorkflowInterface
public interface FewShotDatasetWorkflow {
  @WorkflowMethod
  FewShotDataset make(FewShotDatasetRequest request);

  @QueryMethod
  Progress progress();
}
