package dev.triptych.worker.memo;

import dev.triptych.worker.errors.Failures;
import dev.triptych.worker.metrics.TrainingSteps;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.pulse.Handover;
import dev.triptych.worker.pulse.Pulse;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands around every activity: keeps its heart beating, memoises those that ask for it, tells
 * their code which stage it runs, counts, and turns failures into ones that carry their explanation
 * through Temporal.
 */
public final class StageInterceptor extends WorkerInterceptorBase {
  private final StageCatalog catalog;
  private final Memo memo;
  private final WorkerMetrics metrics;
  private final Handover handover;

  public StageInterceptor(
      StageCatalog catalog, Memo memo, WorkerMetrics metrics, Handover handover) {
    this.catalog = catalog;
    this.memo = memo;
    this.metrics = metrics;
    this.handover = handover;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Boundary(next);
  }

  private final class Boundary extends ActivityInboundCallsInterceptorBase {
    private final ActivityInboundCallsInterceptor next;
    private @Nullable Pulse pulse;

    Boundary(ActivityInboundCallsInterceptor next) {
      super(next);
      this.next = next;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      Pulse own =
          new Pulse(
              context,
              handover,
              catalog
                  .find(context.getInfo().getActivityType())
                  .map(stage -> TrainingSteps.of(stage.stage(), metrics))
                  .orElse(details -> {}));
      pulse = own;
      next.init(own);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      Pulse activity = Objects.requireNonNull(pulse, "init comes first");
      String type = activity.getInfo().getActivityType();
      if (handover.begun()) {
        throw Handover.handBack("the step has not begun"); // came while the worker was leaving
      }
      try (Pulse beating = activity;
          WorkerMetrics.Use slot = metrics.use(activity.getInfo().getActivityTaskQueue())) {
        beating.start();
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
      Supplier<Staged<?>> work = () -> run(key, input);
      Staged<?> staged =
          stage.claimed()
              ? memo.recallClaimed(
                  key,
                  stage.result(),
                  Claimant.of(activity.getInfo()),
                  work,
                  () -> waitForEqual(activity))
              : memo.recall(key, stage.result(), work, () -> activity.heartbeat(null));
      metrics.ended(staged);
      return new ActivityOutput(staged);
    }

    private void waitForEqual(ActivityExecutionContext activity) {
      if (handover.begun()) {
        throw Handover.handBack("the training waited for an equal one");
      }
      activity.heartbeat(null);
    }

    private Staged<?> run(StageKey key, ActivityInput input) {
      try (StageContext current = StageContext.enter(key, handover)) {
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
