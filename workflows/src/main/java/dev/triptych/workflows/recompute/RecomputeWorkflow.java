package dev.triptych.workflows.recompute;

import dev.triptych.workflows.stage.StageRecord;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One stage by itself, whatever its kind, for a worker whose store keeps it apart. */
@WorkflowInterface
public interface RecomputeWorkflow {
  /** The record of its execution. */
  @WorkflowMethod
  StageRecord run(RecomputeRequest request);
}
