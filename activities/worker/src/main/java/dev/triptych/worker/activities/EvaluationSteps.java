package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.images.Image;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.priors.ComputePrecision;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.EvaluationActivities;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scores portraits. */
public final class EvaluationSteps implements EvaluationActivities {
  private static final String MEDIA_TYPE = "application/jsonl";

  /** One line of the artefact. */
  private record ViewScores(
      double pitch, double yaw, double clipScore, double clipScoreBefore, double clipDirectional) {}

  private final StepResources resources;

  public EvaluationSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 3)
  public Staged<Evaluation> evaluate(EvaluateRequest request) {
    Pictures pictures = resources.pictures();
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      DatasetManifest dataset = DatasetManifest.get(resources.store(), request.dataset());
      List<Image> before = plain(request, dataset, priors.networks(), scope);
      List<Image> edits =
          dataset.pairs().stream().map(pair -> pictures.get(pair.edited())).toList();
      List<Image> after =
          request.portrait().stream().map(view -> pictures.get(view.image())).toList();
      ClipScore clip = priors.networks().clipScore(ComputePrecision.of(request.precision()));
      double[] scores = clip.scores(after, request.caption(), scope);
      double[] scoresBefore = clip.scores(before, request.caption(), scope);
      double[] directional =
          clip.directional(before, after, request.neutralCaption(), request.caption(), scope);
      Map<String, MeanStd> metrics =
          Map.of(
              Metric.CLIP_SCORE.slug(), meanStd(scores),
              Metric.CLIP_SCORE_BEFORE.slug(), meanStd(scoresBefore),
              Metric.CLIP_SCORE_EDITS.slug(), meanStd(clip.scores(edits, request.caption(), scope)),
              Metric.CLIP_DIRECTIONAL.slug(), meanStd(directional));
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < scores.length; i++) {
        View view = request.portrait().get(i);
        ViewScores line =
            new ViewScores(view.pitch(), view.yaw(), scores[i], scoresBefore[i], directional[i]);
        lines.append(Json.text(line)).append('\n');
      }
      byte[] perView = lines.toString().getBytes(StandardCharsets.UTF_8);
      return Staged.unkeyed(
          Stage.EVALUATE, new Evaluation(metrics, resources.store().put(perView, MEDIA_TYPE)));
    }
  }

  /** The plain face from the portrait's directions: the dataset's view, or else a new one. */
  private List<Image> plain(
      EvaluateRequest request, DatasetManifest dataset, Networks networks, NDManager scope) {
    Pictures pictures = resources.pictures();
    Eg3dGenerator generator = networks.generator();
    ViewRendering rendering = new ViewRendering(generator, request.angles());
    NDArray ws = resources.tensors().get(dataset.latent()).read(PortraitGenerator.WS, scope);
    NDArray style = generator.renderStyle(ws);
    NDArray planes = null;
    List<Image> plain = new ArrayList<>();
    for (View view : request.portrait()) {
      Optional<ViewPair> known =
          dataset.angles() == request.angles() ? dataset.at(view.angle()) : Optional.empty();
      if (known.isPresent()) {
        plain.add(pictures.get(known.get().source()));
      } else {
        planes = planes == null ? generator.planes(ws) : planes;
        Image image = rendering.render(planes, style, view.angle());
        plain.add(image.requireFinite(ViewRendering.name(view.angle())).rounded());
      }
      Heartbeats.send(plain.size(), request.portrait().size());
    }
    return plain;
  }

  private static MeanStd meanStd(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return new MeanStd(mean, Math.sqrt(variance));
  }
}
