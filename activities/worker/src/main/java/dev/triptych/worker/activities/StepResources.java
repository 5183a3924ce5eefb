package dev.triptych.worker.activities;

import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.RunTracker;
import java.nio.file.Path;

/**
 * What activities work with.
 *
 * @param scratch folder for temporary files, on a disk with room for checkpoints
 */
public record StepResources(
    ArtifactStore store, RunTracker tracker, LoadedPriors priors, Path scratch) {
  Pictures pictures() {
    return new Pictures(store);
  }

  Tensors tensors() {
    return new Tensors(store, scratch);
  }
}
