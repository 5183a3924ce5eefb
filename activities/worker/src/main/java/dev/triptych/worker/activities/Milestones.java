package dev.triptych.worker.activities;

import ai.djl.ndarray.NDArray;
import dev.triptych.models.training.Training;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.workflows.portrait.FineTunedGenerator.Milestone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a generator was on the way of its training. Until the training ends, that lies beside its
 * checkpoints: there before the checkpoint behind which it would not be made again.
 */
final class Milestones {
  private final ArtifactStore store;
  private final String prefix;
  private final Path scratch;
  private final List<Integer> steps;

  /**
   * @param prefix where the training's checkpoints lie, ends in a slash
   * @param scratch for files on the way
   * @param steps ascending
   */
  Milestones(ArtifactStore store, String prefix, Path scratch, List<Integer> steps) {
    this.store = store;
    this.prefix = prefix;
    this.scratch = scratch;
    this.steps = List.copyOf(steps);
  }

  /** Whether all are kept that a training which goes on after {@code step} does not pass again. */
  boolean keptUpTo(long step) {
    try (ScratchFolder folder = ScratchFolder.in(scratch)) {
      Path file = folder.path().resolve("milestone");
      return steps.stream()
          .filter(milestone -> milestone <= step)
          .allMatch(milestone -> store.fetch(name(milestone), file) && Checkpoints.usable(file));
    }
  }

  /** Tells {@code log} everything, and keeps {@code generator} at the milestones. */
  Training.Observer keeping(PortraitGenerator generator, Training.Observer log) {
    return new Training.Observer() {
      @Override
      public void step(int step, int steps, Map<String, Float> losses) {
        log.step(step, steps, losses);
      }

      @Override
      public void milestone(int step) {
        keep(step, generator.tensors());
        log.milestone(step);
      }

      @Override
      public void checkpoint(int step, Path file) {
        log.checkpoint(step, file);
      }

      @Override
      public boolean leaving() {
        return log.leaving();
      }
    };
  }

  private void keep(int step, Map<String, NDArray> tensors) {
    try (ScratchFolder folder = ScratchFolder.in(scratch)) {
      Path file = folder.path().resolve("milestone");
      Tensors.write(file, tensors);
      store.write(name(step), file);
    }
  }

  /** Makes them artefacts, once the training has passed them all. */
  List<Milestone> artefacts() {
    List<Milestone> all = new ArrayList<>();
    try (ScratchFolder folder = ScratchFolder.in(scratch)) {
      for (int step : steps) {
        Path file = folder.path().resolve("milestone-" + step);
        if (!store.fetch(name(step), file)) {
          throw new IllegalStateException(name(step) + " is gone"); // the next attempt begins anew
        }
        all.add(new Milestone(step, store.put(file, Tensors.SAFETENSORS)));
      }
    }
    return all;
  }

  private String name(int step) {
    return String.format(Locale.ROOT, "%smilestone-%06d.safetensors", prefix, step);
  }
}
