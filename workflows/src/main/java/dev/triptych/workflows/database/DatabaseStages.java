package dev.triptych.workflows.database;

import dev.triptych.workflows.dataset.DatasetStages;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import java.util.List;

/** What {@link StyleDatabaseWorkflow} consists of. */
public final class DatabaseStages {
  private DatabaseStages() {}

  /** Of a database of so many styles. */
  public static Progress pending(TrainedOnSpec trainedOn, ViewsSpec views, int styles) {
    int trained = trainedOn.trainedIdentities();
    int heldOut = trainedOn.heldOutIdentities();
    int edits = trainedOn.regime().manyIdentities() ? 2 * trained + heldOut : views.list().size();
    return DatasetStages.pending(styles * (trained + heldOut), styles * edits)
        .then(Progress.pending(List.of(StageProgress.pending(Stage.ASSEMBLE_DATABASE, 1))));
  }
}
