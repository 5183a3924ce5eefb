package dev.triptych.workflows.portrait;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Pictures in the GAN, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface InversionActivities {
  /** Heartbeats {@link dev.triptych.workflows.stage.Heartbeat}, resumes from its checkpoint. */
  @StageMethod(Stage.INVERT)
  Staged<InvertedPictures> invert(InvertRequest request);
}
