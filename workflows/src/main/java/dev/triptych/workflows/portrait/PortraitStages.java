package dev.triptych.workflows.portrait;

import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.StageProgress;

/** What {@link PortraitWorkflow} consists of. */
public final class PortraitStages {
  private PortraitStages() {}

  public static Progress pending(Method method) {
    return Progress.pending(
        method.stages().stream().map(stage -> StageProgress.pending(stage, 1)).toList());
  }
}
