package dev.triptych.workflows.mixing;

import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.stage.FanOut;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Locale;

/** A step for each ratio; those that are kept return at once. */
public final class MixWorkflowImpl implements MixWorkflow {
  private static final int AT_ONCE = 4;

  private final MixRequest request;
  private final StageTally tally;

  @WorkflowInit
  public MixWorkflowImpl(MixRequest request) {
    this.request = request;
    this.tally =
        new StageTally(
            Progress.pending(List.of(StageProgress.pending(Stage.MIX_STYLES, request.steps()))));
  }

  @Override
  public Mixed mix(MixRequest request) {
    return new StageLog(request.run(), request.part(), tally)
        .around(() -> new Mixed(FanOut.map(request.shares(), AT_ONCE, this::step)));
  }

  @Override
  public Progress progress() {
    return tally.progress();
  }

  private Promise<ViewSet> step(double share) {
    String what =
        String.format(
            Locale.ROOT, "%s %s at %.2f", Stage.MIX_STYLES.slug(), request.title(), share);
    MixingActivities activities =
        Workflow.newActivityStub(
            MixingActivities.class, StepOptions.summed(StepOptions.inference(), what));
    return tally.follow(
        Stage.MIX_STYLES,
        what,
        Async.function(activities::mixStyles, new MixStylesRequest(request.mixture(), share)));
  }
}
