package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.SentNotice;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych status [RUN]}. */
@Command(name = "status", description = "Show how far a run is, and its scores.")
public final class StatusCommand implements Callable<Integer> {
  private final Console console;
  private final RunRefresher refresher;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunParameter run;

  public StatusCommand(Console console, RunRefresher refresher, Clock clock) {
    this.console = console;
    this.refresher = refresher;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunEntry entry = refresher.refresh(store, run.entry(store));
    RunFolder folder = new RunFolder(store, entry.run());
    Liveness liveness = Liveness.of(store, entry, clock.instant());
    RunStatus status =
        folder
            .status()
            .orElseGet(() -> notBegun(folder))
            .withState(liveness.state())
            .withHint(liveness.hint());
    if (common.json()) {
      console.json(status);
      return ExitCode.OK;
    }
    console.out().println("Run " + status.run() + ": " + status.state());
    liveness
        .age()
        .ifPresent(
            age -> console.out().println("Heard of    " + age + " ago, on host " + entry.host()));
    console.out().println();
    console.out().print(Summary.of(status));
    if (status.report() != null) {
      console.out().println("\nReport      " + status.report());
    }
    SentNotice notice = status.notice();
    if (notice != null) {
      String problem = notice.problem();
      console
          .out()
          .println(
              problem == null
                  ? "Notified    " + Words.minute(notice.at()) + ", of " + notice.state().slug()
                  : "Nobody was notified of the end: " + problem);
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
                        cell, State.PENDING, Map.of(), null, List.of(), List.of()))
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
