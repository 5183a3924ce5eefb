package dev.triptych.cli.launch;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.progress.Overview;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.mannequin.training.MannequinTraining;
import dev.triptych.worker.RunLog;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.workflows.priors.PriorSet;
import dev.triptych.workflows.priors.PriorTrainingMonitor;
import dev.triptych.workflows.priors.PriorTrainingRequest;
import dev.triptych.workflows.priors.PriorTrainingWorkflow;
import dev.triptych.workflows.stage.Priorities;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code triptych priors train SET}. */
@Command(
    name = "train",
    description = {
      "Train a prior set from nothing; takes hours.",
      "Stop it with Ctrl-C and begin again: finished steps and checkpoints are kept."
    })
public final class PriorsTrainCommand implements Callable<Integer> {
  private static final List<String> RECIPES = List.of(MannequinTraining.SET);
  private static final int MOST_EFFORT = 100; // months on two cores

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private LaunchOptions options;

  @Parameters(paramLabel = "SET", description = "The recipe: " + MannequinTraining.SET + ".")
  private String set;

  @Option(names = "--seed", paramLabel = "N", description = "Of all randomness (default: 0).")
  private long seed;

  @Option(
      names = "--effort",
      paramLabel = "X",
      description = "Scales the number of training steps (default: 1, the whole recipe).")
  private double effort = 1;

  public PriorsTrainCommand(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!RECIPES.contains(set)) {
      throw UserError.usage(
          "There is no recipe \"" + set + "\"; known: " + String.join(", ", RECIPES) + ".");
    }
    if (!(effort > 0 && effort <= MOST_EFFORT)) {
      throw UserError.usage(
          "--effort must be above 0 and at most " + MOST_EFFORT + ", but is " + effort);
    }
    engines.check();
    Tracking.checkSettings(console.environment());
    Places places = options.places(engines, console);
    ArtifactStore store = common.data(console.environment()).open();
    try (FolderLock lock = engines.lock(store.local());
        RunLog log = RunLog.open(store.local().resolve("priors").resolve(set + ".log.txt"));
        Engine engine = engines.start(store, places)) {
      PriorSet trained = train(engine.client());
      Path folder = InstalledPriors.in(store.local()).install(trained, store);
      if (common.json()) {
        console.json(Map.of("priors", trained.ref(), "folder", folder.toString()));
      } else {
        console.out().println(set + " with digest " + trained.ref().digest() + " is in " + folder);
      }
      return ExitCode.OK;
    }
  }

  private PriorSet train(WorkflowClient client) throws InterruptedException {
    String id = "priors/" + set + "-s" + seed;
    PriorTrainingWorkflow workflow =
        Follower.begin(
            client,
            PriorTrainingWorkflow.class,
            id,
            Priorities.BUILD,
            "train " + set,
            training -> training::train,
            new PriorTrainingRequest(set, seed, effort));
    PriorTrainingMonitor monitor = new PriorTrainingMonitor(client);
    return new Follower(console, engines, clock)
        .follow(
            WorkflowStub.fromTyped(workflow),
            PriorSet.class,
            "priors train " + set,
            () -> Overview.of(monitor.progress(id)).with(monitor.retries()));
  }
}
