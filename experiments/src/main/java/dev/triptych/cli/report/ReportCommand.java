package dev.triptych.cli.report;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.runs.RunChoice;
import dev.triptych.cli.runs.Sighting;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code triptych report [RUN]}. */
@Command(
    name = "report",
    description = "Write a run's report again: one HTML file with portraits to turn, and tables.")
public final class ReportCommand implements Callable<Integer> {
  private final Console console;
  private final Clock clock;

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Name of the run, or how it begins (default: the newest).")
  private @Nullable String run;

  public ReportCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunChoice.existing(common.data(console.environment()));
    RunEntry entry = new RunChoice(store).get(run);
    String report =
        new ReportWriter(store, clock)
            .write(entry.run(), Sighting.of(store, entry, clock.instant()).stateNow());
    String file = new RunFolder(store, entry.run()).localReport().toString();
    if (common.json()) {
      console.json(Map.of("run", entry.run(), "report", report, "file", file));
    } else {
      console.out().println(file);
    }
    return ExitCode.OK;
  }
}
