package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;

/** What {@link FewShotDatasetWorkflow} consists of. */
public final class DatasetStages {
  private DatasetStages() {}

  public static Progress pending(ViewsSpec views) {
    return pending(views.list().size());
  }

  /** Of a dataset of so many views. */
  public static Progress pending(int views) {
    return pending(1, views);
  }

  /**
   * Of several datasets.
   *
   * @param views of all of them together
   */
  public static Progress pending(int datasets, int views) {
    return Progress.pending(
        Stage.ofDataset().stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, datasets, views)))
            .toList());
  }

  private static int executions(Stage stage, int datasets, int views) {
    return stage.scope() == Stage.Scope.VIEW ? views : datasets;
  }
}
