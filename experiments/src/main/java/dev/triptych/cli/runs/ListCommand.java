package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.store.ArtifactStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych list}. */
@Command(name = "list", description = "List all runs, the newest first.")
public final class ListCommand implements Callable<Integer> {
  private final Console console;
  private final Survey survey;

  @Mixin private CommonOptions common;

  public ListCommand(Console console, Survey survey) {
    this.console = console;
    this.survey = survey;
  }

  /** One run in the JSON list. */
  private record Listed(String run, String name, String state, RunEntry entry) {}

  @Override
  public Integer call() {
    List<RunEntry> runs =
        common.data(console.environment()).existing().map(store -> all(store)).orElse(List.of());
    if (common.json()) {
      console.json(
          runs.stream()
              .map(entry -> new Listed(entry.run(), entry.name(), entry.shownState(), entry))
              .toList());
      return ExitCode.OK;
    }
    if (runs.isEmpty()) {
      console.out().println("No runs yet. Start one with: triptych run SPEC");
      return ExitCode.OK;
    }
    TextTable table = new TextTable(5, "run", "state", "portraits", "priors", "started");
    for (RunEntry entry : runs) {
      table.row(
          List.of(
              entry.run(),
              entry.shownState(),
              entry.finished() + " of " + entry.cells(),
              entry.priors().name(),
              Words.minute(entry.started())));
    }
    console.out().print(table);
    return ExitCode.OK;
  }

  private List<RunEntry> all(ArtifactStore store) {
    return survey.glance(store, new RunIndex(store).all());
  }
}
