package dev.triptych.cli.launch;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.worker.store.place.DataPlace;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych resume [RUN]}. */
@Command(
    name = "resume",
    description = {
      "Go on with a run that was stopped, killed, or failed.",
      "Finished steps are kept; trainings go on from their last checkpoint.",
      "A run that is still going on a Temporal service is followed."
    })
public final class ResumeCommand implements Callable<Integer> {
  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;
  @Mixin private LaunchOptions options;
  @Mixin private ViewOptions views;
  @Mixin private FollowOptions follow;

  public ResumeCommand(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    DataPlace data = common.data(console.environment());
    follow.check(console.environment(), engines.lasting());
    engines.check();
    Tracking.checkSettings(console.environment());
    Places places = options.places(engines, console);
    ArtifactStore store = RunParameter.existing(data);
    try (FolderLock lock = engines.lock(store.local())) {
      RunEntry entry = entry(store);
      checkPriors(entry, InstalledPriors.in(store.local()).verified(entry.priors().name()));
      LaunchMessages messages = new LaunchMessages(console, common.json());
      messages.announce(entry, store);
      RunLauncher launcher = new RunLauncher(console, engines, clock);
      return messages.tell(
          entry.run(),
          launcher.launch(store, entry, places, views.parallelism(places), follow, Map.of()),
          store);
    }
  }

  /** The run's entry; a damaged one is written anew from the resolved spec. */
  private RunEntry entry(ArtifactStore store) {
    try {
      return run.entry(store);
    } catch (DamagedDocument e) {
      String name = run.name(store);
      RunFolder folder = new RunFolder(store, name);
      ExperimentSpec spec = folder.spec();
      InstalledPriors installed = InstalledPriors.in(store.local());
      PriorRef priors = installed.verified(spec.priors().name());
      String digest = RunId.digest(folder.resolved(), priors);
      boolean comparable = installed.find(priors.name()).manifest().comparableWithPaper();
      RunEntry anew = RunEntry.pending(name, spec, digest, priors, comparable, clock.instant());
      new RunIndex(store).write(anew);
      console.err().println(e.where() + " was damaged and has been written anew.");
      return anew;
    }
  }

  static void checkPriors(RunEntry entry, PriorRef priors) {
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
