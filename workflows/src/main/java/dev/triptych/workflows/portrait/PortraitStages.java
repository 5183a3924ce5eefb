package dev.triptych.workflows.portrait;

import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import java.util.List;

/** What {@link PortraitWorkflow} consists of. */
public final class PortraitStages {
  private PortraitStages() {}

  /**
   * @param scored whether views of their own are scored, beside those to be looked at
   * @param before how often the portrait is scored before the end
   */
  public static Progress pending(Method method, boolean scored, int before) {
    return Progress.pending(
        method.stages().stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, scored, before)))
            .toList());
  }

  private static int executions(Stage stage, boolean scored, int before) {
    return switch (stage) {
      case RENDER_PORTRAIT -> before + (scored ? 2 : 1);
      case EVALUATE -> before + 1;
      default -> 1;
    };
  }

  /**
   * Of one model of so many styles.
   *
   * @param before how often it is scored before the end
   */
  public static Progress ofModel(int styles, int before) {
    return Progress.pending(
        List.of(
            StageProgress.pending(Stage.FINE_TUNE, 1),
            StageProgress.pending(Stage.SCORE_STYLE, (before + 1) * styles),
            StageProgress.pending(Stage.EVALUATE_MODEL, before + 1)));
  }

  static Progress pending(PortraitRequest request) {
    ManyStyles many = request.manyStyles();
    int before = request.scoredSteps().size();
    return many == null
        ? pending(request.method(), request.scoring() != null, before)
        : ofModel(many.styles().size(), before);
  }
}
