package dev.triptych.workflows.portrait;

import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** The image-to-triplane network, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface I2tActivities {
  /** Heartbeats {@link dev.triptych.workflows.stage.Heartbeat}, resumes from its checkpoint. */
  @StageMethod(Stage.PRETRAIN)
  Staged<PretrainedI2t> pretrain(PretrainRequest request);

  /** Heartbeats {@link dev.triptych.workflows.stage.Heartbeat}, resumes from its checkpoint. */
  @StageMethod(Stage.FINE_TUNE)
  Staged<FineTunedGenerator> fineTune(FineTuneRequest request);

  /** Heartbeats after each view. */
  @StageMethod(Stage.RENDER_PORTRAIT)
  Staged<ViewSet> renderPortrait(RenderPortraitRequest request);
}
