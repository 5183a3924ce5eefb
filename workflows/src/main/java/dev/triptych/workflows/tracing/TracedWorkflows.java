package dev.triptych.workflows.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hands the trace of a workflow that was started in one on to its children, its steps and its
 * continuations, and tells of the workflow's own span when it ends. Whether there is a trace is
 * decided by who started the workflow: without one nothing is added anywhere, and a worker that
 * exports nothing hands it on all the same.
 */
public final class TracedWorkflows extends WorkerInterceptorBase {
  private static final int SPAN_ID_DIGITS = 16; // https://www.w3.org/TR/trace-context/#parent-id

  private final WorkflowSpans spans;

  public TracedWorkflows(WorkflowSpans spans) {
    this.spans = spans;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Inbound(next);
  }

  private final class Inbound extends WorkflowInboundCallsInterceptorBase {
    private SpanContext parent = SpanContext.getInvalid();
    private SpanContext own = SpanContext.getInvalid();

    Inbound(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      super.init(new Outbound(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      parent = TraceHeader.read(input.getHeader());
      own = within(parent, Workflow.getInfo().getRunId());
      try {
        WorkflowOutput output = super.execute(input);
        tell(null);
        return output;
      } catch (RuntimeException e) {
        tell(e);
        throw e;
      }
    }

    private void tell(@Nullable RuntimeException failure) {
      if (own.isValid() && !WorkflowUnsafe.isReplaying()) {
        WorkflowInfo info = Workflow.getInfo();
        spans.ended(
            new EndedWorkflow(
                info.getWorkflowType(),
                info.getWorkflowId(),
                info.getRunId(),
                parent,
                own,
                Instant.ofEpochMilli(info.getRunStartedTimestampMillis()),
                Instant.ofEpochMilli(Workflow.currentTimeMillis()),
                failure));
      }
    }

    private final class Outbound extends WorkflowOutboundCallsInterceptorBase {
      Outbound(WorkflowOutboundCallsInterceptor next) {
        super(next);
      }

      @Override
      public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
        TraceHeader.write(own, input.getHeader());
        return super.executeActivity(input);
      }

      @Override
      public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
        TraceHeader.write(own, input.getHeader());
        return super.executeChildWorkflow(input);
      }

      /** The continuation stands beside this execution, in what both were started for. */
      @Override
      public void continueAsNew(ContinueAsNewInput input) {
        TraceHeader.write(parent, input.getHeader());
        tell(null);
        super.continueAsNew(input);
      }
    }
  }

  /**
   * The span of an execution, the same on every worker and when it is replayed: Temporal's ids of
   * executions are UUIDs, and the second half of one is as good as chance.
   */
  static SpanContext within(SpanContext parent, String execution) {
    String digits = execution.replace("-", "");
    if (!parent.isValid() || digits.length() < SPAN_ID_DIGITS) {
      return SpanContext.getInvalid();
    }
    return SpanContext.create(
        parent.getTraceId(),
        digits.substring(digits.length() - SPAN_ID_DIGITS),
        parent.getTraceFlags(),
        parent.getTraceState());
  }
}
