package dev.triptych.cli.report;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.runs.RunEntry;
import dev.triptych.cli.runs.RunIndex;
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
    ArtifactStore store = RunIndex.existing(common.data(console.environment()));
    RunEntry entry = new RunIndex(store).get(run);
    String report = new ReportWriter(store, clock).write(entry.run(), entry.stateNow());
    if (common.json()) {
      console.json(Map.of("run", entry.run(), "report", report));
    } else {
      console.out().println(report);
    }
    return ExitCode.OK;
  }
}
