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
    int count = views.list().size() + (scored == null ? 0 : scored.beyond(views).size());
    int sets = scored == null ? 1 : 2;
    return Progress.pending(
        Stage.ofDataset().stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, count, sets)))
            .toList());
  }

  private static int executions(Stage stage, int views, int sets) {
    return switch (stage) {
      case EDIT_VIEW -> views;
      case RENDER_VIEWS, ASSEMBLE_DATASET -> sets;
      default -> 1;
    };
  }
}
