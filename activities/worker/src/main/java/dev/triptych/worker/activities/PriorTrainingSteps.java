package dev.triptych.worker.activities;

import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.mannequin.training.TrainingStep;
import dev.triptych.models.finite.Finite;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.InvalidSpec;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PackPriorsRequest;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.priors.PriorSet;
import dev.triptych.workflows.priors.PriorStep;
import dev.triptych.workflows.priors.TrainPriorActivities;
import dev.triptych.workflows.priors.TrainPriorRequest;
import dev.triptych.workflows.priors.TrainedPrior;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains the bundled prior set from nothing. */
public final class PriorTrainingSteps implements TrainPriorActivities {
  private static final String BINARY = "application/octet-stream";
  private static final int DRAWING_THREADS = 2; // one of this size leaves room for a training

  private final StepResources resources;

  public PriorTrainingSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 2, claimed = true) // to be raised with every change of the recipe
  public Staged<TrainedPrior> train(TrainPriorRequest request) {
    check(request.set());
    try (ScratchFolder folder = ScratchFolder.in(resources.scratch())) {
      MannequinTraining training =
          training(request.seed(), request.effort(), request.inputs(), folder);
      TrainingStep step = step(request.step(), training);
      Checkpoints checkpoints =
          new Checkpoints(resources.store(), StageContext.current().checkpoints());
      checkpoints.restore(step.checkpoints());
      TrainingLog log =
          new TrainingLog(
              Stage.TRAIN_PRIOR,
              request.step().slug(),
              checkpoints,
              resources.tracker(),
              null,
              losses -> losses);
      TrainingStep.Outcome outcome = step.run(log, StageContext.current().device());
      outcome.figures().forEach((name, figure) -> Finite.require(figure, "the figure " + name));
      return Staged.unkeyed(
          Stage.TRAIN_PRIOR,
          new TrainedPrior(
              request.step(),
              resources.store().put(step.result(), mediaType(request.step())),
              resources
                  .store()
                  .put(LossCurve.write(log.curve(outcome.losses())), LossCurve.MEDIA_TYPE),
              outcome.figures()));
    }
  }

  @Override
  @Memoised(version = 1)
  public Staged<PriorSet> packPriors(PackPriorsRequest request) {
    check(request.set());
    try (ScratchFolder folder = ScratchFolder.in(resources.scratch())) {
      Path target = folder.path().resolve("packed");
      dev.triptych.models.priors.PriorSet packed =
          training(request.seed(), request.effort(), request.parts(), folder).pack(target);
      List<ArtifactRef> files = new ArrayList<>();
      for (PriorManifest.Entry entry : packed.manifest().files().values()) {
        files.add(resources.store().put(target.resolve(entry.path()), BINARY));
      }
      ArtifactRef manifest =
          resources.store().put(target.resolve("prior.json"), "application/json");
      return Staged.unkeyed(
          Stage.PACK_PRIORS,
          new PriorSet(new PriorRef(packed.name(), packed.digest()), manifest, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(String set) {
    if (!set.equals(MannequinTraining.SET)) {
      throw new InvalidSpec(
          "There is no recipe for the prior set '" + set + "'",
          "set",
          "Only '" + MannequinTraining.SET + "' can be trained.");
    }
  }

  /** A training whose folder holds the results of the steps that it needs. */
  private MannequinTraining training(
      long seed, double effort, List<TrainedPrior> inputs, ScratchFolder folder) {
    MannequinTraining training =
        new MannequinTraining(seed, effort, folder.path(), DRAWING_THREADS);
    for (TrainedPrior input : inputs) {
      Path target = step(input.step(), training).result();
      try {
        Files.copy(resources.store().file(input.weights()), target);
      } catch (IOException e) {
        throw StorageFailures.writing(target, e);
      }
    }
    return training;
  }

  static TrainingStep step(PriorStep step, MannequinTraining training) {
    return switch (step) {
      case RENDER_PAIRS -> training.renderPairs();
      case CLIP -> training.clip();
      case VAE -> training.vae();
      case UNET -> training.unet();
      case MAPPING -> training.mapping();
      case EG3D -> training.eg3d();
      case I2T -> training.i2t();
    };
  }

  private static String mediaType(PriorStep step) {
    return step == PriorStep.RENDER_PAIRS ? BINARY : Tensors.SAFETENSORS;
  }
}
