package dev.triptych.workflows.mixing;

import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Style mixing, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface MixingActivities {
  /** Heartbeats after each view. */
  @StageMethod(Stage.MIX_STYLES)
  Staged<ViewSet> mixStyles(MixStylesRequest request);
}
