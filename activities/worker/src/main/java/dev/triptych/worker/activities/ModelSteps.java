package dev.triptych.worker.activities;

import dev.triptych.worker.json.JsonLines;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.portrait.EvaluateModelRequest;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.ModelActivities;
import dev.triptych.workflows.portrait.ModelEvaluation;
import dev.triptych.workflows.portrait.RenderPortraitRequest;
import dev.triptych.workflows.portrait.ScoreStyleRequest;
import dev.triptych.workflows.portrait.ScoredStyle;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Scores models of many styles, with the steps that score portraits of one. */
public final class ModelSteps implements ModelActivities {
  private static final int SHOWN = 5; // views of a sample

  private final ArtifactStore store;
  private final I2tActivities i2t;
  private final EvaluationActivities evaluation;

  public ModelSteps(ArtifactStore store, I2tActivities i2t, EvaluationActivities evaluation) {
    this.store = store;
    this.i2t = i2t;
    this.evaluation = evaluation;
  }

  @Override
  @Memoised(version = 2)
  public Staged<ScoredStyle> scoreStyle(ScoreStyleRequest request) {
    Page page = DatabaseManifest.get(store, request.database()).pages().get(request.page());
    List<PageLine> members = DatabaseManifest.page(store, page);
    List<StyleScores.Sample> samples = new ArrayList<>();
    Map<String, MeanStd> trained = scores(request, page, members, false, samples);
    Map<String, MeanStd> heldOut = scores(request, page, members, true, samples);
    StyleScores scores = new StyleScores(page.style(), page.slug(), trained, heldOut, samples);
    return Staged.unkeyed(
        Stage.SCORE_STYLE,
        new ScoredStyle(
            scores.put(store),
            samples.stream().flatMap(StyleScores.Sample::pictures).map(View::image).toList()));
  }

  /** Scores the first identities of a kind, and adds the first of them to the samples. */
  private Map<String, MeanStd> scores(
      ScoreStyleRequest request,
      Page page,
      List<PageLine> members,
      boolean heldOut,
      List<StyleScores.Sample> samples) {
    List<Map<String, MeanStd>> scores = new ArrayList<>();
    for (PageLine line :
        members.stream()
            .filter(line -> line.member().heldOut() == heldOut)
            .limit(request.identities())
            .toList()) {
      ViewPair frontal = line.data().frontal();
      EvaluateRequest scored = scored(request, page, line, frontal);
      scores.add(evaluation.evaluate(scored).result().metrics());
      if (scores.size() == 1) {
        samples.add(
            new StyleScores.Sample(
                line.member().identity(),
                heldOut,
                frontal.source(),
                frontal.edited(),
                fromSideToSide(views(request, line, frontal, request.evaluation().views())),
                scored));
      }
    }
    return Averages.ofViews(scores);
  }

  private List<View> views(
      ScoreStyleRequest request, PageLine line, ViewPair frontal, ViewsSpec views) {
    RenderPortraitRequest render =
        new RenderPortraitRequest(
            request.priors(),
            request.shape(),
            request.checkpoint(),
            frontal.edited(),
            views,
            line.data().latent());
    return i2t.renderPortrait(render).result().views();
  }

  /** At the views to be scored that training has not seen; with their edits, if there are any. */
  private EvaluateRequest scored(
      ScoreStyleRequest request, Page page, PageLine line, ViewPair frontal) {
    EvaluationSpec spec = request.evaluation();
    List<ViewAngle> keptOut = spec.keptOut(request.trained());
    List<View> views =
        views(request, line, frontal, spec.scoredViews()).stream()
            .filter(view -> keptOut.isEmpty() || keptOut.contains(view.angle()))
            .toList();
    ArtifactRef references = line.member().references();
    return new EvaluateRequest(
        request.priors(),
        references == null ? line.member().dataset() : references,
        views,
        spec.views().angles(),
        spec.caption(page.style()),
        spec.neutralCaption(),
        spec.precision() == Precision.FP32 ? null : spec.precision(),
        new EvaluateRequest.Subject(
            page.style(),
            request.identity(),
            line.member().identity(),
            request.rivals(),
            spec.captionTemplate(),
            !keptOut.isEmpty()),
        new EvaluateRequest.Head(request.shape(), request.checkpoint(), frontal.edited()));
  }

  /** A few of the views nearest to the horizon, by yaw. */
  private static List<View> fromSideToSide(List<View> views) {
    double least = views.stream().mapToDouble(view -> Math.abs(view.pitch())).min().orElseThrow();
    List<View> row =
        views.stream()
            .filter(view -> Math.abs(view.pitch()) == least)
            .sorted(Comparator.comparingDouble(View::yaw))
            .toList();
    int count = Math.min(SHOWN, row.size());
    return IntStream.range(0, count)
        .mapToObj(i -> row.get(count == 1 ? 0 : i * (row.size() - 1) / (count - 1)))
        .distinct()
        .toList();
  }

  @Override
  @Memoised(version = 1)
  public Staged<ModelEvaluation> evaluateModel(EvaluateModelRequest request) {
    List<StyleScores> styles = new ArrayList<>();
    for (ArtifactRef scores : request.styles()) {
      styles.add(StyleScores.get(store, scores));
    }
    Map<String, MeanStd> metrics =
        new TreeMap<>(Averages.ofMeans(styles.stream().map(StyleScores::metrics).toList()));
    Averages.ofMeans(styles.stream().map(StyleScores::heldOut).toList())
        .forEach((name, value) -> metrics.put(name + ModelEvaluation.HELD_OUT, value));
    ArtifactRef perStyle = store.put(JsonLines.write(styles), JsonLines.MEDIA_TYPE);
    return Staged.unkeyed(Stage.EVALUATE_MODEL, new ModelEvaluation(metrics, perStyle));
  }
}
