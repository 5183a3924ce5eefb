package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.images.Image;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.inversion.Pose;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.portrait.InversionActivities;
import dev.triptych.workflows.portrait.InvertRequest;
import dev.triptych.workflows.portrait.InvertedPictures;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds pictures in the GAN. */
public final class InversionSteps implements InversionActivities {
  private final StepResources resources;

  public InversionSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 1, claimed = true)
  public Staged<InvertedPictures> invert(InvertRequest request) {
    Checkpoints checkpoints =
        new Checkpoints(resources.store(), StageContext.current().checkpoints());
    TrainingLog log =
        new TrainingLog(
            Stage.INVERT,
            checkpoints,
            resources.tracker(),
            request.tracking(),
            InversionSteps::named);
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        ScratchFolder folder = ScratchFolder.in(resources.scratch());
        NDManager manager = priors.networks().newManager()) {
      checkpoints.restore(folder.path());
      List<Image> pictures =
          request.targets().stream().map(t -> resources.pictures().get(t.picture())).toList();
      List<Pose> poses =
          request.targets().stream().map(t -> new Pose(t.elevation(), t.azimuth())).toList();
      Inversion.Result result =
          new Inversion(
                  settings(request.inversion()),
                  priors.networks().ownGenerator(manager),
                  priors.networks().lpips(),
                  request.seed())
              .run(pictures, poses, folder.path(), log, manager);
      float[] lpips = result.curves().get("lpips");
      return Staged.unkeyed(
          Stage.INVERT,
          new InvertedPictures(
              resources.tensors().put(result.found().tensors()),
              resources
                  .store()
                  .put(LossCurve.write(log.curve(result.curves())), LossCurve.MEDIA_TYPE),
              result.found().poses().stream()
                  .map(pose -> new InvertedPictures.Pose(pose.elevation(), pose.azimuth()))
                  .toList(),
              lpips == null ? Double.NaN : lpips[lpips.length - 1]));
    }
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
