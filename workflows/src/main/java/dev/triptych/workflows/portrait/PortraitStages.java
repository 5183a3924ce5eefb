package dev.triptych.workflows.portrait;

import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;

/** What {@link PortraitWorkflow} consists of. */
public final class PortraitStages {
  private PortraitStages() {}

  /**
   * @param scored whether views of their own are scored, beside those to be looked at
   */
  public static Progress pending(Method method, boolean scored) {
    return Progress.pending(
        method.stages().stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, scored)))
            .toList());
  }

  private static int executions(Stage stage, boolean scored) {
    return stage == Stage.RENDER_PORTRAIT && scored ? 2 : 1;
  }
}
