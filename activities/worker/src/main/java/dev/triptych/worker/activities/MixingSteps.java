package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.StyleMixing;
import dev.triptych.models.torch.GradMode;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.methods.PortraitMethod;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.mixing.MixStylesRequest;
import dev.triptych.workflows.mixing.MixingActivities;
import dev.triptych.workflows.mixing.Mixture;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;

/** Renders what lies between two styles of a model that knows both. */
public final class MixingSteps implements MixingActivities {
  private final StepResources resources;
  private final ViewsAtOnce together = new ViewsAtOnce();

  public MixingSteps(StepResources resources) {
    this.resources = resources;
  }

  @Override
  @Memoised(version = 1)
  public Staged<ViewSet> mixStyles(MixStylesRequest request) {
    Mixture mixture = request.mixture();
    DatabaseManifest database = DatabaseManifest.get(resources.store(), mixture.database());
    DatasetManifest from = face(database, mixture.from(), mixture);
    DatasetManifest to = face(database, mixture.to(), mixture);
    try (LoadedPriors.Lease priors = resources.use(mixture.priors());
        GradMode off = GradMode.off();
        NDManager scope = priors.networks().newManager()) {
      PortraitGenerator generator =
          PortraitMethod.of(mixture.shape().kind())
              .load(
                  priors.networks(),
                  mixture.shape().spatial(),
                  resources.tensors().get(mixture.checkpoint()),
                  scope);
      NDArray code =
          StyleMixing.mix(
              generator.network().encode(frontal(from, scope)),
              generator.network().encode(frontal(to, scope)),
              request.share());
      // Of the one face that both styles are of.
      NDArray ws = resources.tensors().get(from.latent()).read(PortraitGenerator.WS, scope);
      NDArray planes = generator.network().synthesise(code, ws);
      Eg3dGenerator gan = priors.networks().generator();
      ViewRendering rendering = new ViewRendering(gan, mixture.angles());
      return Staged.unkeyed(
          Stage.MIX_STYLES,
          new ViewSet(
              rendering.keep(
                  planes, gan.renderStyle(ws), mixture.views(), resources.pictures(), together)));
    }
  }

  private DatasetManifest face(DatabaseManifest database, int style, Mixture mixture) {
    return DatabaseManifest.page(resources.store(), database.pages().get(style)).stream()
        .filter(line -> line.member().identity() == mixture.identity())
        .findFirst()
        .map(PageLine::data)
        .orElseThrow(
            () ->
                new CorruptArtifact(
                    "A database lacks face " + mixture.identity(), mixture.database().key()));
  }

  private NDArray frontal(DatasetManifest face, NDManager scope) {
    ArtifactRef edited = face.frontal().edited();
    return resources.pictures().get(edited).toArray(scope);
  }
}
