package dev.triptych.cli.report;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.device.DeviceOptions;
import dev.triptych.cli.heads.Head;
import dev.triptych.cli.heads.HeadRenderer;
import dev.triptych.cli.progress.Steps;
import dev.triptych.cli.runs.Liveness;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych report [RUN]}. */
@Command(
    name = "report",
    description = "Write a run's report again: one HTML file with portraits to turn, and tables.")
public final class ReportCommand implements Callable<Integer> {
  private final Console console;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;
  @Mixin private DeviceOptions device;

  @Option(
      names = "--shapes",
      description =
          "Render the surface of each portrait for it, which takes this process its networks; later"
              + " reports of the run show them too.")
  private boolean shapes;

  public ReportCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = run.entry(store);
    if (shapes) {
      draw(store, entry);
    }
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

  private void draw(ArtifactStore store, RunEntry entry) {
    ShapeSheets sheets = new ShapeSheets(store, entry.run());
    List<Head> heads = sheets.heads();
    try (HeadRenderer renderer =
            HeadRenderer.open(store, entry, device.devicesWithWarning(console).get(0));
        Steps progress = new Steps(console, clock, "shapes", heads.size())) {
      sheets.draw(heads, renderer, progress::done);
    }
  }
}
