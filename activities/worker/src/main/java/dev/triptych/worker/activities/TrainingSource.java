package dev.triptych.worker.activities;

import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.worker.methods.TrainingData;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.List;

/** Where a training's data comes from: one dataset, or a database of many. */
interface TrainingSource {
  /** w of the identity, or of the first one: the style vectors that the generator keeps. */
  ArtifactRef latent();

  TrainingData data(StepResources resources, Eg3dGenerator generator);

  static TrainingSource of(StepResources resources, ArtifactRef data) {
    if (DatabaseManifest.is(data)) {
      DatabaseManifest database = DatabaseManifest.get(resources.store(), data);
      ArtifactRef latent =
          DatabaseManifest.page(resources.store(), database.pages().get(0)).get(0).data().latent();
      return new Database(database, latent);
    }
    return new Dataset(DatasetManifest.get(resources.store(), data));
  }

  /** Of one head. */
  record Dataset(DatasetManifest manifest) implements TrainingSource {
    @Override
    public ArtifactRef latent() {
      return manifest.latent();
    }

    @Override
    public TrainingData data(StepResources resources, Eg3dGenerator generator) {
      Pictures pictures = resources.pictures();
      ViewRendering rendering = new ViewRendering(generator, manifest.angles());
      List<FineTuning.View> views =
          manifest.pairs().stream()
              .map(
                  pair ->
                      new FineTuning.View(
                          rendering.camera(pair.angle()), pictures.get(pair.edited())))
              .toList();
      return new TrainingData.OneHead(views, pictures.get(manifest.frontal().edited()));
    }
  }

  /** Of many heads. */
  record Database(DatabaseManifest manifest, ArtifactRef latent) implements TrainingSource {
    @Override
    public TrainingData data(StepResources resources, Eg3dGenerator generator) {
      return new TrainingData.ManyHeads(new DatabaseItems(manifest, resources, generator));
    }
  }
}
