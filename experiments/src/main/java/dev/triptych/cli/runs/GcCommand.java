package dev.triptych.cli.runs;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.TextTable;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.Words;
import dev.triptych.worker.gc.Amount;
import dev.triptych.worker.gc.Collected;
import dev.triptych.worker.gc.GarbageCollection;
import dev.triptych.worker.gc.Kind;
import dev.triptych.worker.gc.Protection;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoredObject;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.worker.store.place.DataPlace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych gc}. */
@Command(
    name = "gc",
    description = {
      "Free what no run refers to any more and what is old enough.",
      "Kept results that no run uses go too: steps that would have been taken from them run again.",
      "Results of `priors train` stay."
    })
public final class GcCommand implements Callable<Integer> {
  /** What takes something that is kept makes it young only when it is older than a day. */
  private static final Duration SAFE = StoredObject.RENEWAL.multipliedBy(2);

  private final Console console;
  private final RunRefresher refresher;
  private final Clock clock;

  @Mixin private CommonOptions common;

  @Option(names = "--dry-run", description = "Only tell what would be freed.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = Age.class,
      description = {
        "Free only what was last used so long ago: 7d, 12h, 30m (default: 7d).",
        "Less than 2d needs the folder for itself, and is not for buckets."
      })
  private Duration age = Duration.ofDays(7);

  public GcCommand(Console console, RunRefresher refresher, Clock clock) {
    this.console = console;
    this.refresher = refresher;
    this.clock = clock;
  }

  /**
   * What {@code --json} prints.
   *
   * @param unfinished runs that may go on, for which what they may use is kept
   */
  private record Answer(
      boolean dryRun,
      Instant unusedSince,
      int runs,
      List<String> unfinished,
      Map<Kind, Amount> freed,
      Map<Kind, Amount> kept) {}

  @Override
  public Integer call() {
    DataPlace data = common.data(console.environment());
    boolean alone = age.compareTo(SAFE) < 0;
    if (alone && data instanceof DataPlace.Bucket) {
      throw UserError.usage(
          "--older-than must be 2d or more for a bucket: others may be about to use what is there.");
    }
    ArtifactStore store = RunParameter.existing(data);
    try (FolderLock lock = alone ? FolderLock.acquire(store.local()) : null) {
      collect(store);
    }
    return ExitCode.OK;
  }

  private void collect(ArtifactStore store) {
    Instant now = clock.instant();
    RunIndex.Listing listing = new RunIndex(store).all();
    UnfinishedRuns unfinished =
        UnfinishedRuns.judge(
            store, refresher.refreshStates(store, GcGuard.understood(listing)), now);
    List<String> runs =
        Stream.concat(listing.names().stream(), listing.nameless().stream()).toList();
    Protection protection = new Protection(now.minus(age), unfinished.periods());
    Collected collected =
        new GarbageCollection(store, protection, dryRun, this::tell).collect(runs);
    if (common.json()) {
      console.json(
          new Answer(
              dryRun,
              protection.cutoff(),
              runs.size(),
              unfinished.names(),
              collected.freed(),
              collected.kept()));
    } else {
      print(collected, unfinished, listing);
    }
  }

  private void tell(String progress) {
    console.err().println("Looking at " + progress);
    console.err().flush();
  }

  private void print(Collected collected, UnfinishedRuns unfinished, RunIndex.Listing listing) {
    String freed = dryRun ? "would be freed" : "freed";
    TextTable table = new TextTable(1, "", freed, "bytes", "kept", "bytes");
    for (Kind kind : Kind.values()) {
      Amount gone = collected.freed().getOrDefault(kind, Amount.NONE);
      Amount kept = collected.kept().getOrDefault(kind, Amount.NONE);
      table.row(
          List.of(
              kind.title(),
              Long.toString(gone.objects()),
              Words.bytes(gone.bytes()),
              Long.toString(kept.objects()),
              Words.bytes(kept.bytes())));
    }
    console.out().print(table);
    note(
        collected.freed().getOrDefault(Kind.STAGES, Amount.NONE).objects() > 0,
        "Steps whose kept results go run again if they are asked for.");
    note(
        !unfinished.names().isEmpty(),
        "What these runs may use is kept, for they may go on: "
            + String.join(", ", unfinished.names())
            + ". Resume them, or: triptych delete RUN");
    note(
        !listing.nameless().isEmpty(),
        "These folders of runs have no run.json, and what they refer to is kept: "
            + String.join(", ", listing.nameless())
            + ". Remove them with: triptych delete RUN");
    note(
        !listing.deleting().isEmpty(),
        "Half deleted: " + String.join(", ", listing.deleting()) + ". Finish: triptych delete RUN");
  }

  private void note(boolean due, @Nullable String text) {
    if (due) {
      console.out().println(text);
    }
  }
}
