package dev.triptych.workflows.tracing;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a workflow that has ended, or goes on as a new one.
 *
 * @param type of the workflow
 * @param id of the workflow
 * @param execution Temporal's own id of this execution
 * @param parent the span that it was started in
 * @param span its own, whose id follows from {@code execution}: its steps have named it as their
 *     parent long before it ended, perhaps from other workers
 * @param failure what it failed with, null if it did not
 */
public record EndedWorkflow(
    String type,
    String id,
    String execution,
    SpanContext parent,
    SpanContext span,
    Instant begun,
    Instant ended,
    @Nullable RuntimeException failure) {
  public EndedWorkflow {
    Objects.requireNonNull(type, "type is null");
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(execution, "execution is null");
    Objects.requireNonNull(parent, "parent is null");
    Objects.requireNonNull(span, "span is null");
    Objects.requireNonNull(begun, "begun is null");
    Objects.requireNonNull(ended, "ended is null");
  }
}
