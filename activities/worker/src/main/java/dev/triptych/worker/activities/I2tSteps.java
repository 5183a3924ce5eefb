package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.methods.PortraitMethod;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.portrait.RenderPortraitRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.util.List;

/** Trains image-to-triplane networks and renders what they make of a portrait. */
public final class I2tSteps implements I2tActivities {
  private final StepResources resources;
  private final ViewsAtOnce together = new ViewsAtOnce();

  public I2tSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 2, claimed = true)
  public Staged<PretrainedI2t> pretrain(PretrainRequest request) {
    return Staged.unkeyed(Stage.PRETRAIN, new PretrainingStep(resources).run(request));
  }

  @Override
  @Memoised(version = 5, claimed = true)
  public Staged<FineTunedGenerator> fineTune(FineTuneRequest request) {
    return Staged.unkeyed(Stage.FINE_TUNE, new FineTuningStep(resources).run(request));
  }

  @Override
  @Memoised(version = 4)
  public Staged<ViewSet> renderPortrait(RenderPortraitRequest request) {
    return Staged.unkeyed(
        Stage.RENDER_PORTRAIT,
        request.shape().kind().hasHead() ? rendered(request) : edited(request));
  }

  /** The edits at the angles, or all that there are if some of these were not edited. */
  private ViewSet edited(RenderPortraitRequest request) {
    DatasetManifest edits = DatasetManifest.get(resources.store(), request.checkpoint());
    List<ViewPair> asked =
        request.views().list().stream().flatMap(angle -> edits.at(angle).stream()).toList();
    boolean all =
        edits.angles() == request.views().angles() && asked.size() == request.views().list().size();
    return new ViewSet(
        (all ? asked : edits.pairs())
            .stream().map(pair -> new View(pair.angle(), pair.edited())).toList());
  }

  private ViewSet rendered(RenderPortraitRequest request) {
    Pictures pictures = resources.pictures();
    try (LoadedPriors.Lease priors = resources.use(request.priors());
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      PortraitGenerator generator =
          PortraitMethod.of(request.shape().kind())
              .load(
                  priors.networks(),
                  request.shape().spatial(),
                  resources.tensors().get(request.checkpoint()),
                  scope);
      NDArray frontal = pictures.get(request.frontal()).toArray(scope);
      ArtifactRef latent = request.latent();
      NDArray ws =
          latent == null
              ? generator.ws()
              : resources.tensors().get(latent).read(PortraitGenerator.WS, scope);
      NDArray planes = generator.network().planes(frontal, ws);
      Eg3dGenerator gan = generator.renderer();
      ViewRendering rendering = new ViewRendering(gan, request.views().angles());
      return new ViewSet(
          rendering.keep(planes, gan.renderStyle(ws), request.views().list(), pictures, together));
    }
  }
}
