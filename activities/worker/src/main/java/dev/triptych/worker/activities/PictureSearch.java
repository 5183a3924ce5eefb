package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Pose;
import dev.triptych.models.priors.Networks;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The search of a step for pictures in the GAN, with its checkpoints and its losses. */
final class PictureSearch {
  private final StepResources resources;
  private final Checkpoints checkpoints;
  private final TrainingLog log;

  /**
   * Of the step that this thread executes.
   *
   * @param tracking where the losses are shown; null for nowhere
   */
  PictureSearch(StepResources resources, Stage stage, @Nullable TrackingRun tracking) {
    this.resources = resources;
    this.checkpoints = new Checkpoints(resources.store(), StageContext.current().checkpoints());
    this.log =
        new TrainingLog(stage, checkpoints, resources.tracker(), tracking, PictureSearch::named);
  }

  /**
   * Goes on from the newest checkpoint.
   *
   * @param pictures of one head, as large as the GAN's
   * @param poses as far as they are known
   * @param folder for checkpoints while this works
   */
  Inversion.Result run(
      List<Image> pictures,
      List<Pose> poses,
      InversionSpec inversion,
      long seed,
      Networks networks,
      Path folder,
      NDManager manager) {
    checkpoints.restore(folder);
    return new Inversion(
            settings(inversion), networks.ownGenerator(manager), networks.lpips(), seed)
        .run(pictures, poses, folder, log, manager);
  }

  /** LPIPS of the last step, mean over the pictures. */
  double lpips(Inversion.Result result) {
    float[] lpips = result.curves().get("lpips");
    return lpips == null ? Double.NaN : lpips[lpips.length - 1];
  }

  /** Keeps all losses. */
  ArtifactRef lossCurve(Inversion.Result result) {
    return resources.store().put(LossCurve.write(log.curve(result.curves())), LossCurve.MEDIA_TYPE);
  }

  /** Apart from the losses of a training that follows, whose steps are counted from 1 again. */
  private static Map<String, Double> named(Map<String, Double> losses) {
    Map<String, Double> named = new TreeMap<>();
    losses.forEach((name, value) -> named.put("inversion/" + name, value));
    return named;
  }

  private static Inversion.Settings settings(InversionSpec spec) {
    return new Inversion.Settings(
        spec.steps(),
        spec.poseSteps(),
        spec.learningRate(),
        spec.poseLearningRate(),
        spec.noiseOfW(),
        spec.perLayer(),
        spec.noiseRegularisation(),
        spec.colour(),
        spec.warping(),
        spec.checkpointEvery());
  }
}
