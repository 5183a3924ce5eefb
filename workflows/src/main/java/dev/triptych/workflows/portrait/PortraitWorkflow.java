package dev.triptych.workflows.portrait;

import dev.triptych.workflows.stage.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One cell: fine-tune I2T on D_s, render novel views, score them. */
@WorkflowInterface
public interface PortraitWorkflow {
  @WorkflowMethod
  Portrait make(PortraitRequest request);

  @QueryMethod
  Progress progress();
}
