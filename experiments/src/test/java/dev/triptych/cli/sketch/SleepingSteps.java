package dev.triptych.cli.sketch;

import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.dataset.GenerationActivities;
import dev.triptych.workflows.dataset.Identity;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.portrait.RenderPortraitRequest;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.awt.Color;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Steps that cost no computation: an edit sleeps and returns the picture that it was given; what
 * comes before and after the edits is {@link SketchSteps}, with one picture for all portraits.
 */
final class SleepingSteps
    implements GenerationActivities, EditingActivities, I2tActivities, EvaluationActivities {

  /** Is told when an edit waited, was handed out, began and ended; milliseconds since 1970. */
  @FunctionalInterface
  interface Diary {
    void edited(int views, long scheduled, long handedOut, long began, long ended);
  }

  private final SketchSteps sketch;
  private final ArtifactRef picture;
  private final Duration each;
  private final Diary diary;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param each how long the edit of one view takes
   */
  SleepingSteps(ArtifactStore store, Duration each, Diary diary) {
    this.sketch = new SketchSteps(store);
    this.picture = store.put(SketchedHead.png(ViewAngle.FRONTAL, new Color(0xd9a07a)), "image/png");
    this.each = each;
    this.diary = diary;
  }

  @Override
  @Memoised(version = 1)
  public Staged<EditedView> editView(EditViewRequest request) {
    sleep(1);
    return edited(request);
  }

  @Override
  @Memoised(version = 1)
  public List<Staged<EditedView>> editViews(List<EditViewRequest> requests) {
    sleep(requests.size());
    return requests.stream().map(SleepingSteps::edited).toList();
  }

  private static Staged<EditedView> edited(EditViewRequest request) {
    return Staged.unkeyed(Stage.EDIT_VIEW, new EditedView(request.source()));
  }

  private void sleep(int views) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    long began = clock.millis();
    try {
      Thread.sleep(each.multipliedBy(views).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while asleep");
    }
    diary.edited(
        views,
        info.getCurrentAttemptScheduledTimestamp(),
        info.getStartedTimestamp(),
        began,
        clock.millis());
  }

  @Override
  @Memoised(version = 1)
  public Staged<Identity> sampleIdentity(SampleIdentityRequest request) {
    return sketch.sampleIdentity(request);
  }

  @Override
  @Memoised(version = 1)
  public Staged<ViewSet> renderViews(RenderViewsRequest request) {
    return sketch.renderViews(request);
  }

  @Override
  @Memoised(version = 1)
  public Staged<PretrainedI2t> pretrain(PretrainRequest request) {
    return sketch.pretrain(request);
  }

  @Override
  @Memoised(version = 1)
  public Staged<FineTunedGenerator> fineTune(FineTuneRequest request) {
    return sketch.fineTune(request);
  }

  @Override
  @Memoised(version = 1)
  public Staged<ViewSet> renderPortrait(RenderPortraitRequest request) {
    return Staged.unkeyed(
        Stage.RENDER_PORTRAIT,
        new ViewSet(
            request.views().list().stream().map(angle -> new View(angle, picture)).toList()));
  }

  @Override
  @Memoised(version = 1)
  public Staged<Evaluation> evaluate(EvaluateRequest request) {
    return sketch.evaluate(request);
  }
}
