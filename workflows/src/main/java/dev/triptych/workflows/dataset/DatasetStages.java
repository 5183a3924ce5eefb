package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link FewShotDatasetWorkflow} consists of. */
public final class DatasetStages {
  private DatasetStages() {}

  /**
   * @param scored views to score by; null for none
   */
  public static Progress pending(
      IdentitySpec identity, ViewsSpec views, @Nullable ViewsSpec scored) {
    Set<Stage> face = face(identity);
    int trained = views.list().size();
    return scored == null
        ? pending(face, 1, 1, trained)
        : pending(face, 1, 2, trained + scored.beyond(views).size());
  }

  /** Of one dataset. */
  public static Progress pending(FewShotDatasetRequest request) {
    return request.drawn() == null
        ? pending(request.identity(), request.views(), request.scored())
        : pending(1, request.size());
  }

  /**
   * Of several datasets, each of a sampled face.
   *
   * @param views of all of them together
   */
  public static Progress pending(int datasets, int views) {
    return pending(Set.of(Stage.SAMPLE_IDENTITY), datasets, datasets, views);
  }

  /**
   * @param face what makes it
   * @param sets of views that are rendered at once and assembled
   */
  private static Progress pending(Set<Stage> face, int identities, int sets, int views) {
    return Progress.pending(
        Stage.ofDataset(face).stream()
            .map(stage -> StageProgress.pending(stage, executions(stage, identities, sets, views)))
            .toList());
  }

  private static Set<Stage> face(IdentitySpec identity) {
    PhotoSpec photo = identity.photo();
    if (photo == null) {
      return Set.of(Stage.SAMPLE_IDENTITY);
    }
    return photo.tuning() == null
        ? Set.of(Stage.INVERT_PHOTO)
        : Set.of(Stage.INVERT_PHOTO, Stage.TUNE_PHOTO);
  }

  private static int executions(Stage stage, int identities, int sets, int views) {
    return switch (stage) {
      case EDIT_VIEW -> views;
      case SAMPLE_IDENTITY, INVERT_PHOTO, TUNE_PHOTO -> identities;
      default -> sets;
    };
  }
}
