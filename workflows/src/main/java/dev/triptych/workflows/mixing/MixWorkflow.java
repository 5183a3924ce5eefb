package dev.triptych.workflows.mixing;

import dev.triptych.workflows.stage.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Renders two styles of a finished model, and what lies between them. */
@WorkflowInterface
public interface MixWorkflow {
  @WorkflowMethod
  Mixed mix(MixRequest request);

  @QueryMethod
  Progress progress();

  /** The same mix by the same model of a run is the same workflow. */
  static String id(MixRequest request) {
    return request.run() + "/" + request.part();
  }
}
