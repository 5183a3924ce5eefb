package dev.triptych.workflows.testing;

import static dev.triptych.workflows.testing.Artifacts.named;

import dev.triptych.workflows.database.AssembleDatabaseRequest;
import dev.triptych.workflows.database.DatabaseActivities;
import dev.triptych.workflows.database.FinishedPage;
import dev.triptych.workflows.database.Member;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.database.PageRequest;
import dev.triptych.workflows.database.StyleDatabase;
import dev.triptych.workflows.dataset.AssembleDatasetRequest;
import dev.triptych.workflows.dataset.DatasetActivities;
import dev.triptych.workflows.dataset.DrawnViews;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.EditingActivities;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.GenerationActivities;
import dev.triptych.workflows.dataset.Identity;
import dev.triptych.workflows.dataset.InvertPhotoRequest;
import dev.triptych.workflows.dataset.InvertedPhoto;
import dev.triptych.workflows.dataset.PhotoActivities;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.dataset.SampleIdentityRequest;
import dev.triptych.workflows.dataset.TunePhotoRequest;
import dev.triptych.workflows.dataset.TunedPhoto;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.portrait.EvaluateModelRequest;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.ModelActivities;
import dev.triptych.workflows.portrait.ModelEvaluation;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.portrait.RenderPortraitRequest;
import dev.triptych.workflows.portrait.ScoreStyleRequest;
import dev.triptych.workflows.portrait.ScoredStyle;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.stage.Staged;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All steps of a portrait without networks: each result names what it was made of. Tests set what
 * happens within a step. Results are kept by request, as the memoising worker keeps them.
 */
public final class FakeSteps
    implements GenerationActivities,
        PhotoActivities,
        EditingActivities,
        DatasetActivities,
        DatabaseActivities,
        I2tActivities,
        ModelActivities,
        EvaluationActivities {
  /** Seconds that every computed step claims to have taken. */
  public static final double SECONDS = 1.5;

  private static final InvertedPhoto.Likeness ALIKE = new InvertedPhoto.Likeness(.5, .2, .8);

  /** Requests in the order in which steps began, every attempt counted. */
  public final List<Object> began = new CopyOnWriteArrayList<>();

  /** Views of each step that edited several, every attempt counted. */
  public final List<Integer> batches = new CopyOnWriteArrayList<>();

  public volatile Consumer<EditViewRequest> onEdit = request -> {};
  public volatile Consumer<FineTuneRequest> onFineTune = request -> {};
  public volatile Consumer<PretrainRequest> onPretrain = request -> {};

  private final Map<Object, StageResult> kept = new ConcurrentHashMap<>();

  @Override
  public Staged<Identity> sampleIdentity(SampleIdentityRequest request) {
    return run(Stage.SAMPLE_IDENTITY, request, () -> new Identity(named("w/" + request.seed())));
  }

  @Override
  public Staged<InvertedPhoto> invertPhoto(InvertPhotoRequest request) {
    return run(
        Stage.INVERT_PHOTO,
        request,
        () ->
            new InvertedPhoto(
                named("w/photo"),
                named("photo/small"),
                named("photo/found"),
                named("photo/losses"),
                request.seenFrom(),
                ALIKE,
                ALIKE));
  }

  @Override
  public Staged<TunedPhoto> tunePhoto(TunePhotoRequest request) {
    return run(
        Stage.TUNE_PHOTO,
        request,
        () ->
            new TunedPhoto(
                named("tuned/" + request.found().key()),
                named("photo/tuned"),
                named("photo/losses"),
                ALIKE));
  }

  @Override
  public Staged<ViewSet> renderViews(RenderViewsRequest request) {
    return run(
        Stage.RENDER_VIEWS,
        request,
        () ->
            new ViewSet(
                angles(request).stream()
                    .map(angle -> new View(angle, named("source/" + angle.slug())))
                    .toList()));
  }

  private static List<ViewAngle> angles(RenderViewsRequest request) {
    DrawnViews drawn = request.drawn();
    if (drawn == null) {
      return request.views().list();
    }
    List<ViewAngle> angles = new ArrayList<>();
    for (int i = 0; i < drawn.count(); i++) {
      angles.add(new ViewAngle(drawn.stream().hashCode() % 300 / 10., i + 1));
    }
    angles.add(ViewAngle.FRONTAL);
    return angles;
  }

  @Override
  public Staged<EditedView> editView(EditViewRequest request) {
    return run(
        Stage.EDIT_VIEW,
        request,
        () -> {
          onEdit.accept(request);
          String source = request.source().key();
          return new EditedView(named(request.settings().prompt() + "/" + source));
        });
  }

  @Override
  public List<Staged<EditedView>> editViews(List<EditViewRequest> requests) {
    batches.add(requests.size());
    return requests.stream().map(this::editView).toList();
  }

  @Override
  public Staged<FewShotDataset> assembleDataset(AssembleDatasetRequest request) {
    return run(
        Stage.ASSEMBLE_DATASET,
        request,
        () ->
            new FewShotDataset(
                named("dataset/" + request.style() + "/" + request.pairs().size()),
                named("source/p+0_y+0"),
                named("edited/p+0_y+0"),
                request.pairs().size()));
  }

  @Override
  public FinishedPage finishPage(PageRequest request) {
    began.add(request);
    Page page =
        new Page(
            request.style(),
            request.slug(),
            named("page/" + request.slug()),
            request.members().stream()
                .filter(member -> !member.heldOut())
                .mapToInt(Member::views)
                .sum(),
            named("source/p+0_y+0"),
            named("edited/p+0_y+0"));
    return new FinishedPage(
        page, List.of(new StageRecord(Stage.EDIT_VIEW, null, State.DONE, false, 9, List.of())));
  }

  @Override
  public Staged<StyleDatabase> assembleDatabase(AssembleDatabaseRequest request) {
    return run(
        Stage.ASSEMBLE_DATABASE,
        request,
        () ->
            new StyleDatabase(
                named("database"),
                request.pages().stream().map(Page::members).toList(),
                named("source/p+0_y+0"),
                named("edited/p+0_y+0"),
                request.pages().stream().mapToInt(Page::trained).sum()));
  }

  @Override
  public Staged<ScoredStyle> scoreStyle(ScoreStyleRequest request) {
    return run(
        Stage.SCORE_STYLE,
        request,
        () -> new ScoredStyle(named("scores/" + request.page()), List.of()));
  }

  @Override
  public Staged<ModelEvaluation> evaluateModel(EvaluateModelRequest request) {
    return run(
        Stage.EVALUATE_MODEL,
        request,
        () ->
            new ModelEvaluation(
                Map.of(Metric.CLIP_SCORE.slug(), new MeanStd(.3, .01)), named("scores")));
  }

  @Override
  public Staged<PretrainedI2t> pretrain(PretrainRequest request) {
    return run(
        Stage.PRETRAIN,
        request,
        () -> {
          onPretrain.accept(request);
          String name = request.spatial() ? "spatial" : "vector";
          return new PretrainedI2t(named("i2t/" + name), named("i2t/losses"), 0.5);
        });
  }

  @Override
  public Staged<FineTunedGenerator> fineTune(FineTuneRequest request) {
    return run(
        Stage.FINE_TUNE,
        request,
        () -> {
          onFineTune.accept(request);
          return new FineTunedGenerator(
              named("head/" + request.dataset().key()),
              named("head/losses"),
              new FineTunedGenerator.Losses(1, 0.09, 0.04, 0.5),
              request.milestones().stream()
                  .map(step -> new FineTunedGenerator.Milestone(step, named("head/" + step)))
                  .toList());
        });
  }

  @Override
  public Staged<ViewSet> renderPortrait(RenderPortraitRequest request) {
    return run(
        Stage.RENDER_PORTRAIT,
        request,
        () ->
            new ViewSet(
                request.views().list().stream()
                    .map(angle -> new View(angle, named("novel/" + angle.slug())))
                    .toList()));
  }

  @Override
  public Staged<Evaluation> evaluate(EvaluateRequest request) {
    return run(
        Stage.EVALUATE,
        request,
        () ->
            new Evaluation(
                Map.of(Metric.CLIP_SCORE.slug(), new MeanStd(0.3, 0.01)),
                named("scores/per-view")));
  }

  /** Requests of one kind, in the order in which they began. */
  public <T> List<T> began(Class<T> kind) {
    return began.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private <T extends StageResult> Staged<T> run(Stage stage, Object request, Supplier<T> step) {
    began.add(request);
    boolean cached = kept.containsKey(request);
    @SuppressWarnings("unchecked") // equal requests belong to the same step
    T result = cached ? (T) kept.get(request) : step.get();
    kept.put(request, result);
    String key = Artifacts.sha256(stage.slug() + request);
    return new Staged<>(
        new StageRecord(stage, key, State.DONE, cached, SECONDS, result.outputs()), result);
  }
}
