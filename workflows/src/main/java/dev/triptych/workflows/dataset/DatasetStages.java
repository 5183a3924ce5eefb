package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import org.jspecify.annotations.Nullable;

/** What {@link FewShotDatasetWorkflow} consists of. */
public final class DatasetStages {
  private DatasetStages() {}

  /**
   * @param scored views to score by; null for none
   */
  public static Progress pending(ViewsSpec views, @Nullable ViewsSpec scored) {
    int trained = views.list().size();
    return scored == null ? pending(trained) : pending(1, 2, trained + scored.beyond(views).size());
  }

  /** Of one dataset. */
  public static Progress pending(FewShotDatasetRequest request) {
    return request.drawn() == null
        ? pending(request.views(), request.scored())
        : pending(request.size());
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
    return pending(datasets, datasets, views);
  }

  /**
   * @param sets of views that are rendered at once and assembled
   */
  private static Progress pending(int identities, int sets, int views) {
    return Progress.pending(
        Stage.ofDataset().stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, identities, sets, views)))
            .toList());
  }

  private static int executions(Stage stage, int identities, int sets, int views) {
    if (stage.scope() == Stage.Scope.VIEW) {
      return views;
    }
    return stage == Stage.SAMPLE_IDENTITY ? identities : sets;
  }
}
