package dev.triptych.cli.report;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.runs.Liveness;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych report [RUN]}. */
@Command(
    name = "report",
    description = "Write a run's report again: one HTML file with portraits to turn, and tables.")
public final class ReportCommand implements Callable<Integer> {
  private final Console console;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  public ReportCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    String file =
        new ReportWriter(store, clock)
            .writeAnew(entry.run(), Liveness.of(store, entry, clock.instant()).stateNow())
            .toString();
    String report = new RunFolder(store, entry.run()).report();
    if (common.json()) {
      console.json(Map.of("run", entry.run(), "report", report, "file", file));
    } else {
      console.out().println(file);
    }
    return ExitCode.OK;
  }
}
