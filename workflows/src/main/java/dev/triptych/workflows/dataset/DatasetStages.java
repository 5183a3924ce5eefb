package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;

/** What {@link FewShotDatasetWorkflow} consists of. */
public final class DatasetStages {
  private DatasetStages() {}

  public static Progress pending(ViewsSpec views) {
    int count = views.list().size();
    return Progress.pending(
        Stage.ofDataset().stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, count)))
            .toList());
  }

  private static int executions(Stage stage, int views) {
    return stage.scope() == Stage.Scope.VIEW ? views : 1;
  }
}
