package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.runs.RunIndex.Damaged;
import dev.triptych.worker.store.ArtifactStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code triptych list}. */
@Command(name = "list", description = "List all runs, the newest first.")
public final class ListCommand implements Callable<Integer> {
  private static final String DAMAGED = "damaged";
  private static final String HALF_DELETED = "half deleted";

  private final Console console;
  private final RunRefresher refresher;
  private final Clock clock;

  @Mixin private CommonOptions common;

  public ListCommand(Console console, RunRefresher refresher, Clock clock) {
    this.console = console;
    this.refresher = refresher;
    this.clock = clock;
  }

  /**
   * One run in the JSON list.
   *
   * @param heard last sign of life; null of a damaged run
   * @param hint the way out, if the run is interrupted or damaged
   * @param file which is damaged
   */
  private record Listed(
      String run,
      @Nullable String name,
      String state,
      @Nullable RunEntry entry,
      @Nullable Instant heard,
      @Nullable String hint,
      @Nullable String file) {}

  @Override
  public Integer call() {
    Optional<ArtifactStore> store = common.data(console.environment()).existing();
    RunIndex.Listing listing =
        store.map(RunIndex::new).map(RunIndex::all).orElse(RunIndex.Listing.NONE);
    List<Liveness> runs = store.map(there -> livenesses(there, listing.runs())).orElse(List.of());
    if (common.json()) {
      console.json(json(runs, listing));
    } else if (listing.names().isEmpty() && listing.deleting().isEmpty()) {
      console.out().println("No runs yet. Start one with: triptych run SPEC");
    } else {
      print(runs, listing);
    }
    return ExitCode.OK;
  }

  private List<Liveness> livenesses(ArtifactStore store, List<RunEntry> entries) {
    Instant now = clock.instant();
    return refresher.refreshStates(store, entries).stream()
        .map(entry -> Liveness.of(store, entry, now))
        .toList();
  }

  private static List<Listed> json(List<Liveness> runs, RunIndex.Listing listing) {
    List<Listed> listed = new ArrayList<>();
    for (Liveness run : runs) {
      RunEntry entry = run.entry();
      listed.add(
          new Listed(entry.run(), entry.name(), run.state(), entry, run.heard(), run.hint(), null));
    }
    for (Damaged run : listing.damaged()) {
      TriptychException problem = run.problem();
      listed.add(new Listed(run.run(), null, DAMAGED, null, null, problem.mend(), problem.where()));
    }
    for (String run : listing.deleting()) {
      listed.add(new Listed(run, null, HALF_DELETED, null, null, finish(run), null));
    }
    return listed;
  }

  private static String finish(String run) {
    return "finish it: triptych delete " + run;
  }

  private void print(List<Liveness> runs, RunIndex.Listing listing) {
    TextTable table = new TextTable(6, "run", "state", "done", "priors", "started", "heard of");
    StringBuilder notes = new StringBuilder();
    for (Liveness run : runs) {
      RunEntry entry = run.entry();
      table.row(
          List.of(
              entry.run(),
              run.state(),
              entry.finished() + " of " + entry.counted(),
              entry.priors().name(),
              Words.minute(entry.started()),
              run.age().map(age -> age + " ago").orElse("")));
      String hint = run.hint();
      if (hint != null) {
        notes.append('\n').append(entry.run()).append(": ").append(hint);
      }
    }
    for (Damaged run : listing.damaged()) {
      table.row(List.of(run.run(), DAMAGED, "", "", "", ""));
      notes.append('\n').append(run.run()).append(": ").append(run.problem().getMessage());
    }
    for (String run : listing.deleting()) {
      table.row(List.of(run, HALF_DELETED, "", "", "", ""));
      notes.append('\n').append(run).append(": ").append(finish(run));
    }
    console.out().print(table);
    if (notes.length() > 0) {
      console.out().println(notes);
    }
  }
}
