package dev.triptych.workflows.portrait;

import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import java.util.List;

/** What {@link PortraitWorkflow} consists of. */
public final class PortraitStages {
  private PortraitStages() {}

  public static Progress pending(Method method) {
    return Progress.pending(
        method.stages().stream().map(stage -> StageProgress.pending(stage, 1)).toList());
  }

  /** Of one model of so many styles. */
  public static Progress ofModel(int styles) {
    return Progress.pending(
        List.of(
            StageProgress.pending(Stage.FINE_TUNE, 1),
            StageProgress.pending(Stage.SCORE_STYLE, styles),
            StageProgress.pending(Stage.EVALUATE_MODEL, 1)));
  }

  static Progress pending(PortraitRequest request) {
    ManyStyles many = request.manyStyles();
    return many == null ? pending(request.method()) : ofModel(many.styles().size());
  }
}
