package dev.triptych.workflows.dataset;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** The EG3D prior, on {@link dev.triptych.workflows.stage.TaskQueues#GPU}. */
@ActivityInterface
public interface GenerationActivities {
  @StageMethod(Stage.SAMPLE_IDENTITY)
  Staged<Identity> sampleIdentity(SampleIdentityRequest request);

  /** Heartbeats after each view. */
  @StageMethod(Stage.RENDER_VIEWS)
  Staged<ViewSet> renderViews(RenderViewsRequest request);
}
