package dev.triptych.worker.activities;

import dev.triptych.models.finite.Finite;
import dev.triptych.models.mannequin.training.MannequinTraining;
import dev.triptych.models.mannequin.training.Step;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.InvalidSpec;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.store.ScratchFolder;
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

  private final Workshop workshop;

  public PriorTrainingSteps(Workshop workshop) {
    this.workshop = workshop;
  }

  @Override
  @Memoised(version = 2, claimed = true) // to be raised with every change of the recipe
  public Staged<TrainedPrior> train(TrainPriorRequest request) {
    check(request.set());
    try (ScratchFolder folder = ScratchFolder.in(workshop.scratch())) {
      MannequinTraining training =
          training(request.seed(), request.effort(), request.inputs(), folder);
      Step step = Step.valueOf(request.step().name());
      Checkpoints checkpoints =
          new Checkpoints(workshop.store(), StageContext.current().checkpoints());
      checkpoints.restore(folder.path().resolve(step.slug()));
      TrainingLog log =
          new TrainingLog(
              Stage.TRAIN_PRIOR,
              step.slug(),
              checkpoints,
              workshop.tracker(),
              null,
              losses -> losses);
      MannequinTraining.Outcome outcome = training.run(step, log);
      outcome.figures().forEach((name, figure) -> Finite.require(figure, "the figure " + name));
      return Staged.unkeyed(
          Stage.TRAIN_PRIOR,
          new TrainedPrior(
              request.step(),
              workshop.store().put(outcome.file(), mediaType(request.step())),
              workshop
                  .store()
                  .put(LossCurve.write(log.curve(outcome.losses())), LossCurve.MEDIA_TYPE),
              outcome.figures()));
    }
  }

  @Override
  @Memoised(version = 1)
  public Staged<PriorSet> packPriors(PackPriorsRequest request) {
    check(request.set());
    try (ScratchFolder folder = ScratchFolder.in(workshop.scratch())) {
      Path target = folder.path().resolve("packed");
      dev.triptych.models.priors.PriorSet packed =
          training(request.seed(), request.effort(), request.parts(), folder).pack(target);
      List<ArtifactRef> files = new ArrayList<>();
      for (PriorManifest.Entry entry : packed.manifest().files().values()) {
        files.add(workshop.store().put(target.resolve(entry.path()), BINARY));
      }
      ArtifactRef manifest = workshop.store().put(target.resolve("prior.json"), "application/json");
      return Staged.unkeyed(
          Stage.PACK_PRIORS,
          new PriorSet(new PriorRef(packed.name(), packed.digest()), manifest, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(String set) {
    if (!set.equals(dev.triptych.models.priors.PriorSet.MANNEQUIN)) {
      throw new InvalidSpec(
          "There is no recipe for the prior set '" + set + "'",
          "set",
          "Only '" + dev.triptych.models.priors.PriorSet.MANNEQUIN + "' can be trained.");
    }
  }

  /** A training whose folder holds the results of the steps that it needs. */
  private MannequinTraining training(
      long seed, double effort, List<TrainedPrior> inputs, ScratchFolder folder) {
    MannequinTraining training =
        new MannequinTraining(seed, effort, folder.path(), DRAWING_THREADS);
    for (TrainedPrior input : inputs) {
      Path target = training.result(Step.valueOf(input.step().name()));
      try {
        Files.copy(workshop.store().file(input.weights()), target);
      } catch (IOException e) {
        throw StorageFailures.writing(target, e);
      }
    }
    return training;
  }

  private static String mediaType(PriorStep step) {
    return step == PriorStep.RENDER_PAIRS ? BINARY : Tensors.SAFETENSORS;
  }
}
