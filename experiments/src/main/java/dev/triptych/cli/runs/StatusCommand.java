package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code triptych status [RUN]}. */
@Command(name = "status", description = "Show how far a run is, and its scores.")
public final class StatusCommand implements Callable<Integer> {
  private final Console console;
  private final Survey survey;

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Name of the run, or how it begins (default: the newest).")
  private @Nullable String run;

  public StatusCommand(Console console, Survey survey) {
    this.console = console;
    this.survey = survey;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunIndex.existing(common.data(console.environment()));
    RunEntry entry = survey.look(store, new RunIndex(store).get(run));
    RunFolder folder = new RunFolder(store, entry.run());
    RunStatus status =
        folder.status().orElseGet(() -> notBegun(folder)).withState(entry.shownState());
    if (common.json()) {
      console.json(status);
      return ExitCode.OK;
    }
    console.out().println("Run " + status.run() + ": " + status.state());
    console.out().println();
    console.out().print(Summary.of(status));
    if (status.report() != null) {
      console.out().println("\nReport      " + status.report());
    }
    if (!status.state().equals(State.DONE.slug()) && !status.state().equals("running")) {
      console.out().println("Go on with  triptych resume " + status.run());
    }
    return ExitCode.OK;
  }

  private static RunStatus notBegun(RunFolder folder) {
    List<RunStatus.CellStatus> cells =
        folder.spec().cells().stream()
            .map(
                cell ->
                    new RunStatus.CellStatus(
                        cell.slug(),
                        cell.style(),
                        cell.variant().slug(),
                        cell.seed(),
                        State.PENDING,
                        Map.of(),
                        null,
                        List.of(),
                        List.of()))
            .toList();
    return new RunStatus(
        folder.run(), "pending", folder.resolved(), cells, null, null, folder.warnings());
  }
}
