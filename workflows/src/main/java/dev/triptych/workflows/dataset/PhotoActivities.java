package dev.triptych.workflows.dataset;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Faces out of photos, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface PhotoActivities {
  /** Heartbeats {@link dev.triptych.workflows.stage.Heartbeat}, resumes from its checkpoint. */
  @StageMethod(Stage.INVERT_PHOTO)
  Staged<InvertedPhoto> invertPhoto(InvertPhotoRequest request);

  /** Likewise, for the head that has been found. */
  @StageMethod(Stage.TUNE_PHOTO)
  Staged<TunedPhoto> tunePhoto(TunePhotoRequest request);
}
