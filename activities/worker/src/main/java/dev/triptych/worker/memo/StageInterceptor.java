package dev.triptych.worker.memo;

import dev.triptych.worker.errors.Failures;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands around every activity: memoises those that ask for it, tells their code which stage it
 * runs, and turns failures into ones that carry their explanation through Temporal.
 */
public final class StageInterceptor extends WorkerInterceptorBase {
  private final StageCatalog catalog;
  private final Memo memo;

  public StageInterceptor(StageCatalog catalog, Memo memo) {
    this.catalog = catalog;
    this.memo = memo;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Boundary(next);
  }

  private final class Boundary extends ActivityInboundCallsInterceptorBase {
    private final ActivityInboundCallsInterceptor next;
    private @Nullable ActivityExecutionContext context;

    Boundary(ActivityInboundCallsInterceptor next) {
      super(next);
      this.next = next;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      next.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityExecutionContext activity = Objects.requireNonNull(context, "init comes first");
      String type = activity.getInfo().getActivityType();
      try {
        Optional<StageCatalog.Entry> stage = catalog.find(type);
        return stage.isPresent() ? recall(stage.get(), activity, input) : next.execute(input);
      } catch (RuntimeException | OutOfMemoryError e) {
        throw Failures.toTemporal(e, type)
            .<RuntimeException>map(failure -> failure)
            .orElseGet(() -> unchecked(e));
      }
    }

    private ActivityOutput recall(
        StageCatalog.Entry stage, ActivityExecutionContext activity, ActivityInput input) {
      StageKey key = StageKey.of(stage.stage(), stage.version(), input.getArguments()[0]);
      return new ActivityOutput(
          memo.recall(key, stage.result(), () -> run(key, input), () -> activity.heartbeat(null)));
    }

    private Staged<?> run(StageKey key, ActivityInput input) {
      try (StageContext current = StageContext.enter(key)) {
        return (Staged<?>) next.execute(input).getResult();
      }
    }
  }

  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      return e;
    }
    throw (Error) thrown;
  }
}
