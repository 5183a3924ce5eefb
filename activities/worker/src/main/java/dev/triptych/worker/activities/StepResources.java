package dev.triptych.worker.activities;

import dev.triptych.worker.memo.StageContext;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.priors.PriorRef;
import java.nio.file.Path;

/**
 * What activities work with.
 *
 * @param scratch folder for temporary files, on a disk with room for checkpoints
 */
public record StepResources(
    ArtifactStore store, RunTracker tracker, LoadedPriors priors, Path scratch) {
  /** The networks of a prior set on the device that the current step has for its time. */
  LoadedPriors.Lease use(PriorRef ref) {
    return priors.use(ref, StageContext.current().device());
  }

  Pictures pictures() {
    return new Pictures(store);
  }

  Tensors tensors() {
    return new Tensors(store, scratch);
  }
}
