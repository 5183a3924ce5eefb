package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.Question;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.runs.RunDeletion;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.mlflow.Cursor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code triptych delete RUN…}. */
@Command(
    name = "delete",
    description = {
      "Delete runs: their folders with spec, status, journals, log and report.",
      "What their steps made stays, for other runs may use it; `gc` frees what none does.",
      "MLflow keeps what it was told."
    })
public final class DeleteCommand implements Callable<Integer> {
  private final Console console;
  private final RunRefresher refresher;
  private final Clock clock;

  @Mixin private CommonOptions common;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Names of runs, or how they begin.")
  private List<String> given;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  public DeleteCommand(Console console, RunRefresher refresher, Clock clock) {
    this.console = console;
    this.refresher = refresher;
    this.clock = clock;
  }

  /**
   * What became of one run.
   *
   * @param mlflow page of the run there, which stays; null if there is none
   */
  private record Deleted(String run, int documents, long bytes, @Nullable String mlflow) {}

  @Override
  public Integer call() {
    ArtifactStore store = RunParameter.existing(common.data(console.environment()));
    RunIndex index = new RunIndex(store);
    List<String> runs = named(index.all());
    runs.forEach(run -> requireEnded(store, index, run));
    if (!yes && !Question.agreed(console, common.json(), question(store, runs))) {
      throw UserError.usage("Nothing is deleted. Without a question: --yes");
    }
    List<Deleted> deleted = new ArrayList<>();
    for (String run : runs) {
      deleted.add(delete(store, index, run));
    }
    if (common.json()) {
      console.json(Map.of("deleted", deleted));
    } else {
      console
          .out()
          .println("What their steps made stays until no run uses it and `triptych gc` frees it.");
    }
    return ExitCode.OK;
  }

  /** Also those whose entry is damaged or gone. */
  private List<String> named(RunIndex.Listing listing) {
    List<String> names =
        Stream.of(listing.names(), listing.deleting(), listing.nameless())
            .flatMap(List::stream)
            .toList();
    Set<String> runs = new LinkedHashSet<>();
    given.forEach(each -> runs.add(RunParameter.match(each, names)));
    return List.copyOf(runs);
  }

  private static String question(ArtifactStore store, List<String> runs) {
    int documents = 0;
    long bytes = 0;
    for (String run : runs) {
      RunDeletion.Deleted there = new RunDeletion(store, run).look();
      documents += there.documents();
      bytes += there.bytes();
    }
    return "Delete "
        + String.join(", ", runs)
        + " ("
        + documents
        + " documents, "
        + Words.bytes(bytes)
        + ")";
  }

  private void requireEnded(ArtifactStore store, RunIndex index, String run) {
    if (index.deleting(run)) {
      return;
    }
    Optional<RunEntry> entry = readable(index, run);
    if (entry.isEmpty()) {
      return;
    }
    RunEntry known = refresher.refreshStates(store, List.of(entry.get())).get(0);
    if (Liveness.of(store, known, clock.instant()).goesOn()) {
      throw UserError.usage(
          "The run "
              + run
              + " is still going on. Stop it first: "
              + (known.service() == null
                  ? "Ctrl-C in its own terminal (process "
                      + known.pid()
                      + " on "
                      + known.host()
                      + ")"
                  : "triptych cancel " + run));
    }
  }

  /** Empty if it is damaged or gone: nobody can tell how such a run is. */
  private static Optional<RunEntry> readable(RunIndex index, String run) {
    RunIndex.Listing listing = index.all();
    return listing.runs().stream().filter(entry -> entry.run().equals(run)).findFirst();
  }

  private Deleted delete(ArtifactStore store, RunIndex index, String run) {
    Optional<RunEntry> before = readable(index, run);
    String page = Cursor.read(store, run).map(Cursor::page).orElse(null);
    RunDeletion deletion = new RunDeletion(store, run);
    deletion.begin(clock.instant());
    // A launch writes its entry and then looks for the mark; so one of the two sees the other.
    if (before.isPresent() && !index.find(run).equals(before)) {
      deletion.giveUp();
      throw UserError.usage("The run " + run + " has just been launched, and is not deleted.");
    }
    RunDeletion.Deleted there = deletion.finish();
    if (!common.json()) {
      console
          .out()
          .println(
              "Deleted "
                  + run
                  + ": "
                  + there.documents()
                  + " documents, "
                  + Words.bytes(there.bytes())
                  + (page == null ? "" : ". MLflow keeps " + page));
    }
    return new Deleted(run, there.documents(), there.bytes(), page);
  }
}
