package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.stage.FanOut;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Algorithm 1. */
public final class FewShotDatasetWorkflowImpl implements FewShotDatasetWorkflow {
  private final GenerationActivities generation =
      Workflow.newActivityStub(GenerationActivities.class, StepOptions.inference());
  private final DatasetActivities datasets =
      Workflow.newActivityStub(DatasetActivities.class, StepOptions.bookkeeping());

  private final FewShotDatasetRequest request;
  private final StageTally tally;

  @WorkflowInit
  public FewShotDatasetWorkflowImpl(FewShotDatasetRequest request) {
    this.request = request;
    this.tally = new StageTally(DatasetStages.pending(request.size()));
  }

  @Override
  public FewShotDataset make(FewShotDatasetRequest request) {
    return new StageLog(request.run(), request.id(), tally).around(this::make);
  }

  @Override
  public Progress progress() {
    return tally.progress();
  }

  private FewShotDataset make() {
    Identity identity = sampleIdentity(); // line 1: w ~ W
    List<View> views = renderViews(identity); // lines 2 and 3: I = G(w, v)
    List<EditedView> edited = editViews(views); // lines 4 and 5: n*, T(φ, I, n*, t*)
    return assemble(identity, views, edited);
  }

  private Identity sampleIdentity() {
    IdentitySpec spec = request.identity();
    DrawnIdentity drawn = request.drawn();
    return tally.await(
        Stage.SAMPLE_IDENTITY,
        Async.function(
            generation::sampleIdentity,
            new SampleIdentityRequest(
                request.priors(),
                spec.seed(),
                spec.truncationPsi(),
                drawn == null ? null : drawn.number())));
  }

  private List<View> renderViews(Identity identity) {
    return tally
        .await(
            Stage.RENDER_VIEWS,
            Async.function(
                generation::renderViews,
                new RenderViewsRequest(
                    request.priors(), identity.latent(), request.views(), drawnViews())))
        .views();
  }

  private @Nullable DrawnViews drawnViews() {
    DrawnIdentity drawn = request.drawn();
    return drawn == null
        ? null
        : new DrawnViews(
            request.identity().seed(), request.style() + "/" + drawn.number(), drawn.views());
  }

  private List<EditedView> editViews(List<View> views) {
    Integer together = request.viewsPerStep();
    if (together == null || together == 1) {
      return FanOut.map(views, request.editsInFlight(), this::edit);
    }
    List<List<View>> batches = new ArrayList<>();
    for (int from = 0; from < views.size(); from += together) {
      batches.add(views.subList(from, Math.min(from + together, views.size())));
    }
    return FanOut.map(batches, request.editsInFlight(), this::editTogether).stream()
        .flatMap(List::stream)
        .toList();
  }

  private Promise<EditedView> edit(View view) {
    String angle = view.angle().slug();
    return tally.follow(
        Stage.EDIT_VIEW,
        Stage.EDIT_VIEW.slug() + " " + angle,
        Async.function(editing(1, angle)::editView, editRequest(view)));
  }

  private Promise<List<EditedView>> editTogether(List<View> views) {
    String first = views.get(0).angle().slug();
    String angles = views.size() == 1 ? first : first + " and " + (views.size() - 1) + " more";
    return tally.followAll(
        Stage.EDIT_VIEW,
        Stage.EDIT_VIEW.slug() + " " + angles,
        Async.function(
            editing(views.size(), angles)::editViews,
            views.stream().map(this::editRequest).toList()));
  }

  private EditingActivities editing(int views, String angles) {
    String summary = "edit " + angles.replace('_', ' ') + " as " + request.style();
    return Workflow.newActivityStub(
        EditingActivities.class, StepOptions.summed(StepOptions.edit(views), summary));
  }

  private EditViewRequest editRequest(View view) {
    return new EditViewRequest(request.priors(), view.image(), request.edit());
  }

  private FewShotDataset assemble(Identity identity, List<View> views, List<EditedView> edited) {
    List<ViewPair> pairs = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      pairs.add(new ViewPair(view.pitch(), view.yaw(), view.image(), edited.get(i).image()));
    }
    return tally.await(
        Stage.ASSEMBLE_DATASET,
        Async.function(
            datasets::assembleDataset,
            new AssembleDatasetRequest(
                request.priors(),
                request.style(),
                identity.latent(),
                request.views().angles(),
                pairs)));
  }
}
