package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import java.time.Clock;
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
  private final Clock clock;

  @Mixin private CommonOptions common;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "Name of the run, or how it begins (default: the newest).")
  private @Nullable String run;

  public StatusCommand(Console console, Survey survey, Clock clock) {
    this.console = console;
    this.survey = survey;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunChoice.existing(common.data(console.environment()));
    RunEntry entry = survey.look(store, new RunChoice(store).get(run));
    RunFolder folder = new RunFolder(store, entry.run());
    Sighting sighting = Sighting.of(store, entry, clock.instant());
    RunStatus status =
        folder
            .status()
            .orElseGet(() -> notBegun(folder))
            .withState(sighting.state())
            .withHint(sighting.hint());
    if (common.json()) {
      console.json(status);
      return ExitCode.OK;
    }
    console.out().println("Run " + status.run() + ": " + status.state());
    sighting
        .age()
        .ifPresent(
            age -> console.out().println("Heard of    " + age + " ago, on host " + entry.host()));
    console.out().println();
    console.out().print(Summary.of(status));
    if (status.report() != null) {
      console.out().println("\nReport      " + status.report());
    }
    if (status.hint() != null) {
      console.out().println("Interrupted: " + status.hint());
    } else if (entry.state().closed() && entry.state() != State.DONE) {
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
        folder.run(),
        "pending",
        folder.resolved(),
        cells,
        null,
        null,
        folder.warnings(),
        null,
        null);
  }
}
