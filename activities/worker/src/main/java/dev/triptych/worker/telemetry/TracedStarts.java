package dev.triptych.worker.telemetry;

import dev.triptych.workflows.tracing.TraceHeader;
import io.opentelemetry.api.trace.Span;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;

/** Has a workflow begin in the span of whoever starts it; adds nothing if there is none. */
public final class TracedStarts extends WorkflowClientInterceptorBase {
  @Override
  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
      WorkflowClientCallsInterceptor next) {
    return new WorkflowClientCallsInterceptorBase(next) {
      @Override
      public WorkflowStartOutput start(WorkflowStartInput input) {
        TraceHeader.write(Span.current().getSpanContext(), input.getHeader());
        return super.start(input);
      }
    };
  }
}
