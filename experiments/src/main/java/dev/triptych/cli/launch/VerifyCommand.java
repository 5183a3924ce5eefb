package dev.triptych.cli.launch;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.cli.verify.BlobCheck;
import dev.triptych.cli.verify.Verified;
import dev.triptych.cli.verify.VerifiedText;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunReferences;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.Sample;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych verify [RUN]}. */
@Command(
    name = "verify",
    description = {
      "Check that what a run left is what it was, and that its steps still come out so.",
      "Reads every artefact that the run refers to, and makes some steps once more, in this process"
          + " and beside the store: what is kept is not replaced."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  /** How many steps. */
  static final class Steps extends WholeNumber {
    Steps() {
      super(0, MOST);
    }
  }

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;
  @Mixin private LaunchOptions options;

  @Option(
      names = "--sample",
      paramLabel = "N",
      converter = Steps.class,
      description = "Make N steps once more, kinds in turns; 0 only reads (default: 4).")
  private int sample = 4;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "By which the steps are drawn (default: 0).")
  private long seed;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description = {
        "How far values may be from those that another machine, processor, device or version of"
            + " PyTorch made: of pictures the mean difference of colours from 0 to 1, of tensors the"
            + " norm of the difference by the norm (default: 0.01).",
        "Where all of these are the same, bits must be."
      })
  private double tolerance = .01;

  public VerifyCommand(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw UserError.usage("--tolerance must be a number from 0, but is " + tolerance);
    }
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    Sample drawn = new Sample(sample, seed);
    BlobCheck.Checked checked = read(store, entry.run(), drawn);
    List<KeptStage> steps = new ArrayList<>();
    KeptResults results = new KeptResults(store);
    List<Sample.Drawn> names = drawn.drawn();
    names.forEach(name -> results.find(name.stage(), name.key()).ifPresent(steps::add));
    List<Comparison> comparisons = steps.isEmpty() ? List.of() : remake(store, entry, steps);
    Verified verified =
        new Verified(
            entry.run(),
            checked,
            sample,
            seed,
            tolerance,
            comparisons,
            names.size() - steps.size());
    if (common.json()) {
      console.json(verified);
    } else {
      console.out().print(VerifiedText.of(verified));
    }
    return verified.exitCode();
  }

  private BlobCheck.Checked read(ArtifactStore store, String run, Sample drawn)
      throws InterruptedException {
    BlobCheck check = new BlobCheck(store);
    Pace pace = new Pace(clock);
    new RunReferences(store, run)
        .forEach(
            new RunReferences.Visitor() {
              @Override
              public void stage(Stage stage, String key) {
                if (sample > 0) {
                  drawn.add(stage, key);
                }
              }

              @Override
              public void artefact(ArtifactRef artefact) {
                check.add(artefact);
                if (pace.due()) {
                  console.err().println(check.soFar().checked() + " artefacts read");
                }
              }
            });
    return check.end();
  }

  private List<Comparison> remake(ArtifactStore store, RunEntry entry, List<KeptStage> steps)
      throws InterruptedException {
    try (FolderLock lock = engines.lock(store.local())) {
      PriorsOfRun.check(entry, store);
      Places places = options.places(console);
      return new Remaking(console, engines.here(), clock, tolerance).of(store, steps, places);
    }
  }
}
