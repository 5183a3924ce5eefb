package dev.triptych.workflows.dataset;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Bookkeeping of datasets, on {@link dev.triptych.workflows.stage.TaskQueues#CPU}. */
@ActivityInterface
public interface DatasetActivities {
  @StageMethod(Stage.ASSEMBLE_DATASET)
  Staged<FewShotDataset> assembleDataset(AssembleDatasetRequest request);
}
