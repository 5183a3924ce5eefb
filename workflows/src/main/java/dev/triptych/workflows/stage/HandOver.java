package dev.triptych.workflows.stage;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;

/**
 * Asks again for a step that a leaving worker gave back ({@link FailureTypes#HANDED_BACK}).
 * Temporal counts each attempt of an activity, whatever it ended with, so the step goes on as an
 * activity of its own: however often workers are taken away on purpose, its attempts stay for what
 * goes wrong. Belongs around every worker that runs workflows.
 */
public final class HandOver extends WorkerInterceptorBase {
  private static final String CHANGE = "hand-over";

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Outbound(outbound));
      }
    };
  }

  private static final class Outbound extends WorkflowOutboundCallsInterceptorBase {
    private final WorkflowOutboundCallsInterceptor next;

    Outbound(WorkflowOutboundCallsInterceptor next) {
      super(next);
      this.next = next;
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      ActivityOutput<R> first = next.executeActivity(input);
      CompletablePromise<R> result = Workflow.newPromise();
      follow(first.getResult(), input, CancellationScope.current(), result);
      return new ActivityOutput<>(first.getActivityId(), result);
    }

    private <R> void follow(
        Promise<R> execution,
        ActivityInput<R> input,
        CancellationScope asked,
        CompletablePromise<R> result) {
      execution.handle(
          (value, failure) -> {
            if (failure == null) {
              result.complete(value);
            } else if (!givenBack(failure)) {
              result.completeExceptionally(failure);
            } else if (asked.isCancelRequested()) {
              result.completeExceptionally(new CanceledFailure("cancelled while it changed hands"));
            } else {
              again(input, asked, result);
            }
            return null;
          });
    }

    /** In a scope that is cancelled with the one in which the step was asked for. */
    private <R> void again(
        ActivityInput<R> input, CancellationScope asked, CompletablePromise<R> result) {
      CancellationScope scope =
          Workflow.newCancellationScope(
              own -> follow(next.executeActivity(input).getResult(), input, own, result));
      scope.run();
      asked
          .getCancellationRequest()
          .thenApply(
              reason -> {
                scope.cancel(reason);
                return null;
              });
    }

    /**
     * Launches in which a step failed so before it could be asked for again replay as they were.
     */
    private static boolean givenBack(RuntimeException failure) {
      return Causes.find(failure, ApplicationFailure.class)
              .filter(cause -> FailureTypes.HANDED_BACK.equals(cause.getType()))
              .isPresent()
          && Workflow.getVersion(CHANGE, Workflow.DEFAULT_VERSION, 1) == 1;
    }
  }
}
