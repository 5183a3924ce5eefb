package dev.triptych.workflows.dataset;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** The InstructPix2Pix prior, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface EditingActivities {
  /** Heartbeats after each denoising step. */
  @StageMethod(Stage.EDIT_VIEW)
  Staged<EditedView> editView(EditViewRequest request);

  /**
   * The same for views with the same priors and settings, on a device with room for them together;
   * each is kept as if it had been asked for alone.
   *
   * @return a result for each request, in their order
   */
  @StageMethod(Stage.EDIT_VIEW)
  List<Staged<EditedView>> editViews(List<EditViewRequest> requests);
}
