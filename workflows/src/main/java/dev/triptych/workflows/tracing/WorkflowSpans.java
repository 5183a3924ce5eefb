package dev.triptych.workflows.tracing;

/** Takes the spans of workflows, which can only be written when they have ended. */
@FunctionalInterface
public interface WorkflowSpans {
  /**
   * Is told of an execution that ended while it ran here, not when it is replayed. If a worker is
   * killed in that very moment, another one tells again, of the same span.
   */
  void ended(EndedWorkflow workflow);
}
