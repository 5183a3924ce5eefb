package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.methods.PortraitMethod;
import dev.triptych.worker.methods.PortraitTraining;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.FineTunedGenerator.Milestone;
import dev.triptych.workflows.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Algorithm 2: fits a generator to the edited views of one portrait, or of many. */
final class FineTuningStep {
  private final StepResources resources;

  FineTuningStep(StepResources resources) {
    this.resources = resources;
  }

  FineTunedGenerator run(FineTuneRequest request) {
    ArtifactStore store = resources.store();
    TrainingSource source = TrainingSource.of(resources, request.dataset());
    String prefix = StageContext.current().checkpoints();
    Checkpoints checkpoints = new Checkpoints(store, prefix);
    Milestones milestones =
        new Milestones(store, prefix, resources.scratch(), request.milestones());
    TrainingLog log =
        new TrainingLog(
            Stage.FINE_TUNE,
            checkpoints,
            resources.tracker(),
            request.tracking(),
            losses -> withReconstruction(losses, request.loss().lpips()));
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        ScratchFolder folder = ScratchFolder.in(resources.scratch());
        NDManager manager = priors.networks().newManager()) {
      Networks networks = priors.networks();
      PortraitMethod method = PortraitMethod.of(request.shape().kind());
      ArtifactRef reference = request.pretrained();
      TensorSource pretrained = reference == null ? null : resources.tensors().get(reference);
      PortraitGenerator generator =
          method.untrained(
              networks,
              request.shape().spatial(),
              pretrained,
              resources.tensors().get(source.latent()).read(PortraitGenerator.WS, manager),
              request.seed(),
              manager);
      checkpoints.restore(folder.path(), milestones::keptUpTo);
      PortraitTraining training =
          new PortraitTraining(
              networks,
              Plans.objective(request.loss(), request.training().batch()),
              source.data(resources, networks.generator()),
              Plans.training(request.training(), request.milestones()),
              request,
              pretrained,
              folder.path(),
              milestones.keeping(generator, log),
              manager);
      Map<String, float[]> curves = method.train(generator, training);
      return result(generator, log.curve(curves), milestones.artefacts());
    }
  }

  private FineTunedGenerator result(
      PortraitGenerator generator, List<Point> curve, List<Milestone> milestones) {
    Map<String, Double> last = curve.get(curve.size() - 1).values();
    return new FineTunedGenerator(
        resources.tensors().put(generator.tensors()),
        resources.store().put(LossCurve.write(curve), LossCurve.MEDIA_TYPE),
        new FineTunedGenerator.Losses(
            last.getOrDefault("loss/total", Double.NaN),
            last.get("loss/rec"),
            last.get("loss/lpips"),
            last.get("loss/dr")),
        milestones);
  }

  /** Adds L1 with LPIPS (equation 5), which the network's code does not name. */
  private static Map<String, Double> withReconstruction(Map<String, Double> losses, double lpips) {
    Double l1 = losses.get("l1");
    if (l1 == null) { // of a method with losses of its own
      return losses;
    }
    Map<String, Double> all = new TreeMap<>(losses);
    all.put("rec", l1 + lpips * losses.getOrDefault("lpips", 0.0));
    return all;
  }
}
