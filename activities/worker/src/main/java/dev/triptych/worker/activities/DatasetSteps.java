package dev.triptych.worker.activities;

import dev.triptych.worker.memo.Memoised;
import dev.triptych.worker.runs.DatasetManifest;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.dataset.AssembleDatasetRequest;
import dev.triptych.workflows.dataset.DatasetActivities;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.ViewPair;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;

/** Writes the manifest of D_s. */
public final class DatasetSteps implements DatasetActivities {
  private final BlobStore store;

  public DatasetSteps(BlobStore store) {
    this.store = store;
  }

  @Override
  @Memoised(version = 1)
  public Staged<FewShotDataset> assembleDataset(AssembleDatasetRequest request) {
    DatasetManifest manifest =
        new DatasetManifest(request.style(), request.latent(), request.angles(), request.pairs());
    ViewPair frontal = manifest.frontal();
    return Staged.unkeyed(
        Stage.ASSEMBLE_DATASET,
        new FewShotDataset(
            manifest.put(store), frontal.source(), frontal.edited(), request.pairs().size()));
  }
}
