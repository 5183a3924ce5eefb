package dev.triptych.worker.telemetry;

import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageFailures;
import dev.triptych.workflows.tracing.TraceHeader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives every activity of a traced workflow a span, and has all that is logged meanwhile say to
 * which run, cell, stage and span it belongs. It must be the outermost, so that others can say on
 * the current span what they know.
 */
public final class StepTelemetry extends WorkerInterceptorBase {
  private final Function<String, Optional<Stage>> stages;

  /**
   * @param stages which stage an activity type is, if it is one
   */
  public StepTelemetry(Function<String, Optional<Stage>> stages) {
    this.stages = stages;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Inbound(next);
  }

  private final class Inbound extends ActivityInboundCallsInterceptorBase {
    private @Nullable ActivityInfo info;

    Inbound(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      info = context.getInfo();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityInfo activity = Objects.requireNonNull(info, "init comes first");
      String type = activity.getActivityType();
      String workflow = Objects.requireNonNullElse(activity.getWorkflowId(), "");
      Membership membership = Membership.of(workflow);
      Optional<Stage> stage = stages.apply(type);
      Span span = span(TraceHeader.read(input.getHeader()), activity, membership, stage);
      try (Scope scope = span.makeCurrent();
          LogContext log =
              LogContext.of(
                  membership, stage.map(Stage::slug).orElse(type), span.getSpanContext())) {
        return super.execute(input);
      } catch (RuntimeException e) {
        tell(span, e);
        throw e;
      } finally {
        span.end();
      }
    }
  }

  private static Span span(
      SpanContext parent, ActivityInfo activity, Membership membership, Optional<Stage> stage) {
    if (!parent.isValid()) {
      return Span.getInvalid();
    }
    String name =
        stage.map(known -> "stage " + known.slug()).orElse("task " + activity.getActivityType());
    SpanBuilder span =
        Spans.tracer()
            .spanBuilder("triptych." + name)
            .setParent(Context.root().with(Span.wrap(parent)))
            .setAttribute(Spans.ATTEMPT, (long) activity.getAttempt())
            .setAttribute(Spans.WORKFLOW, Objects.requireNonNullElse(activity.getWorkflowId(), ""))
            .setAttribute(Spans.ACTIVITY, activity.getActivityId());
    membership.say(span);
    stage.ifPresent(known -> span.setAttribute(Spans.STAGE, known.slug()));
    return span.startSpan();
  }

  /** What was cancelled, or goes on elsewhere, did not fail. */
  private static void tell(Span span, RuntimeException e) {
    String type = StageFailures.type(e);
    if (StageFailures.cancelled(e) || type.equals(FailureTypes.HANDED_BACK)) {
      span.addEvent(type.equals(FailureTypes.HANDED_BACK) ? "handed back" : "cancelled");
    } else {
      Spans.fail(span, type, StageFailures.message(e));
    }
  }
}
