package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.PhotoSpec;
import dev.triptych.workflows.spec.PhotoTuning;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Algorithm 1. */
public final class FewShotDatasetWorkflowImpl implements FewShotDatasetWorkflow {
  private final GenerationActivities generation =
      Workflow.newActivityStub(GenerationActivities.class, StepOptions.inference());
  private final PhotoActivities photos =
      Workflow.newActivityStub(PhotoActivities.class, StepOptions.training());
  private final DatasetActivities datasets =
      Workflow.newActivityStub(DatasetActivities.class, StepOptions.bookkeeping());

  private final FewShotDatasetRequest request;
  private final StageTally tally;

  @WorkflowInit
  public FewShotDatasetWorkflowImpl(FewShotDatasetRequest request) {
    this.request = request;
    this.tally = new StageTally(DatasetStages.pending(request));
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
    ArtifactRef face = face(); // line 1: w ~ W, or that of a photo
    List<View> views = renderViews(face, request.views()); // lines 2 and 3: I = G(w, v)
    ViewsSpec scored = request.scored();
    if (scored == null) {
      return assemble(face, request.views(), pairs(views, editViews(views)));
    }
    List<ViewAngle> further = scored.beyond(request.views());
    List<View> all = new ArrayList<>(views);
    renderViews(face, scored).stream()
        .filter(view -> further.contains(view.angle()))
        .forEach(all::add);
    List<ViewPair> pairs = pairs(all, editViews(all)); // lines 4 and 5: n*, T(φ, I, n*, t*)
    List<ViewPair> trained = pairs.subList(0, views.size());
    // Assembled first: of several sets of a part, the last is D_s.
    FewShotDataset references =
        assemble(
            face, scored, references(scored, pairs.subList(views.size(), pairs.size()), trained));
    return assemble(face, request.views(), trained).withReferences(references);
  }

  /** Views that are there already, such as the frontal one, are neither edited nor kept twice. */
  private static List<ViewPair> references(
      ViewsSpec scored, List<ViewPair> further, List<ViewPair> trained) {
    List<ViewPair> all = new ArrayList<>(further);
    all.addAll(trained);
    return scored.list().stream().map(angle -> nearest(angle, all).at(angle)).toList();
  }

  private static ViewPair nearest(ViewAngle angle, List<ViewPair> pairs) {
    return Collections.min(pairs, Comparator.comparingDouble(pair -> pair.angle().distance(angle)));
  }

  private ArtifactRef face() {
    PhotoSpec photo = request.identity().photo();
    return photo == null ? sampledFace() : photographedFace(photo);
  }

  private ArtifactRef sampledFace() {
    IdentitySpec spec = request.identity();
    DrawnIdentity drawn = request.drawn();
    return tally
        .await(
            Stage.SAMPLE_IDENTITY,
            Async.function(
                generation::sampleIdentity,
                new SampleIdentityRequest(
                    request.priors(),
                    spec.seed(),
                    spec.truncationPsi(),
                    drawn == null ? null : drawn.number())))
        .latent();
  }

  private ArtifactRef photographedFace(PhotoSpec photo) {
    ArtifactRef picture =
        Objects.requireNonNull(photo.picture(), "the head was not cut out of the photo");
    InversionSpec inversion = Objects.requireNonNull(request.inversion(), "no inversion");
    InvertedPhoto found =
        tally.await(
            Stage.INVERT_PHOTO,
            Async.function(
                photos::invertPhoto,
                new InvertPhotoRequest(request.priors(), picture, photo.seenFrom(), inversion)));
    PhotoTuning tuning = photo.tuning();
    return tuning == null ? found.latent() : tunedFace(found, tuning);
  }

  private ArtifactRef tunedFace(InvertedPhoto found, PhotoTuning tuning) {
    return tally
        .await(
            Stage.TUNE_PHOTO,
            Async.function(
                photos::tunePhoto,
                new TunePhotoRequest(
                    request.priors(), found.latent(), found.photo(), tuning.complete())))
        .latent();
  }

  private List<View> renderViews(ArtifactRef face, ViewsSpec views) {
    return tally
        .await(
            Stage.RENDER_VIEWS,
            Async.function(
                generation::renderViews,
                new RenderViewsRequest(request.priors(), face, views, drawnViews())))
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

  private static List<ViewPair> pairs(List<View> views, List<EditedView> edited) {
    List<ViewPair> pairs = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      pairs.add(new ViewPair(view.pitch(), view.yaw(), view.image(), edited.get(i).image()));
    }
    return pairs;
  }

  private FewShotDataset assemble(ArtifactRef face, ViewsSpec views, List<ViewPair> pairs) {
    return tally.await(
        Stage.ASSEMBLE_DATASET,
        Async.function(
            datasets::assembleDataset,
            new AssembleDatasetRequest(
                request.priors(), request.style(), face, views.angles(), pairs)));
  }
}
