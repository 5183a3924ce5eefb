package dev.triptych.workflows.portrait;

import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;

/** What {@link PortraitWorkflow} consists of. */
public final class PortraitStages {
  private PortraitStages() {}

  public static Progress pending() {
    return Progress.pending(
        StageProgress.pending(Stage.FINE_TUNE, 1),
        StageProgress.pending(Stage.RENDER_PORTRAIT, 1),
        StageProgress.pending(Stage.EVALUATE, 1));
  }
}
