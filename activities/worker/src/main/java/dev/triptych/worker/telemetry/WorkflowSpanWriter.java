package dev.triptych.worker.telemetry;

import dev.triptych.workflows.stage.StageFailures;
import dev.triptych.workflows.tracing.EndedWorkflow;
import dev.triptych.workflows.tracing.WorkflowSpans;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Map;

/** Writes the spans of workflows once they have ended, with the ids that their steps know. */
public final class WorkflowSpanWriter implements WorkflowSpans {
  private static final String SUFFIX = "Workflow";
  private static final Map<String, String> NAMES =
      Map.of(
          "ExperimentWorkflow", "launch",
          "PortraitWorkflow", "cell",
          "FewShotDatasetWorkflow", "dataset",
          "StyleDatabaseWorkflow", "database");

  @Override
  public void ended(EndedWorkflow workflow) {
    SpanBuilder builder =
        Spans.tracer()
            .spanBuilder("triptych." + name(workflow.type()))
            .setParent(Context.root().with(Span.wrap(workflow.parent())))
            .setStartTimestamp(workflow.begun())
            .setAttribute(Spans.WORKFLOW, workflow.id())
            .setAttribute(Spans.EXECUTION, workflow.execution());
    Membership.of(workflow.id()).say(builder);
    Span span = NextSpanId.use(workflow.span().getSpanId(), builder::startSpan);
    RuntimeException failure = workflow.failure();
    if (failure != null && StageFailures.cancelled(failure)) {
      span.addEvent("cancelled", workflow.ended());
    } else if (failure != null) {
      Spans.fail(span, StageFailures.type(failure), StageFailures.message(failure));
    }
    span.end(workflow.ended());
  }

  private static String name(String type) {
    String plain =
        type.endsWith(SUFFIX) ? type.substring(0, type.length() - SUFFIX.length()) : type;
    return NAMES.getOrDefault(type, plain.toLowerCase(Locale.ROOT));
  }
}
