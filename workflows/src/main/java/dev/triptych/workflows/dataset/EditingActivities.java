package dev.triptych.workflows.dataset;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** The InstructPix2Pix prior, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface EditingActivities {
  /** Heartbeats after each denoising step. */
  @StageMethod(Stage.EDIT_VIEW)
  Staged<EditedView> editView(EditViewRequest request);
}
