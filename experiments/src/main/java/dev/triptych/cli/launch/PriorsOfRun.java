package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.priors.PriorRef;

/** Whether a run's prior set is at hand as the run began with it. */
public final class PriorsOfRun {
  private PriorsOfRun() {}

  /**
   * Reads all of the set.
   *
   * @throws UserError if it is another one by now
   */
  public static void check(RunEntry entry, ArtifactStore store) {
    PriorRef priors = InstalledPriors.in(store.local()).verified(entry.priors().name());
    if (!priors.equals(entry.priors())) {
      throw UserError.surroundings(
          "The run began with another "
              + priors.name()
              + ", whose digest is "
              + entry.priors().digest()
              + "; the one at hand has "
              + priors.digest()
              + ". Put the old set back, or launch the spec as a new run.");
    }
  }
}
