package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;

/** What {@link FewShotDatasetWorkflow} consists of. */
public final class DatasetStages {
  private DatasetStages() {}

  public static Progress pending(ViewsSpec views) {
    return Progress.pending(
        StageProgress.pending(Stage.SAMPLE_IDENTITY, 1),
        StageProgress.pending(Stage.RENDER_VIEWS, 1),
        StageProgress.pending(Stage.EDIT_VIEW, views.list().size()),
        StageProgress.pending(Stage.ASSEMBLE_DATASET, 1));
  }
}
