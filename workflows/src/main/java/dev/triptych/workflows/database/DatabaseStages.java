package dev.triptych.workflows.database;

import dev.triptych.workflows.dataset.DatasetStages;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link StyleDatabaseWorkflow} consists of. */
public final class DatabaseStages {
  private DatabaseStages() {}

  /**
   * Of a database of so many styles.
   *
   * @param scored views of each style to score by, if it has one face; null for none
   */
  public static Progress pending(
      TrainedOnSpec trainedOn,
      IdentitySpec identity,
      ViewsSpec views,
      @Nullable ViewsSpec scored,
      int styles) {
    int trained = trainedOn.trainedIdentities();
    int heldOut = trainedOn.heldOutIdentities();
    Progress datasets =
        trainedOn.regime().manyIdentities()
            ? DatasetStages.pending(styles * (trained + heldOut), styles * (2 * trained + heldOut))
            : DatasetStages.pending(identity, views, scored).times(styles);
    return datasets.then(
        Progress.pending(List.of(StageProgress.pending(Stage.ASSEMBLE_DATABASE, 1))));
  }
}
