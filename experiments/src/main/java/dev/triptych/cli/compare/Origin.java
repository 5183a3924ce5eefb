package dev.triptych.cli.compare;

import dev.triptych.worker.host.Host;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.memo.Versions;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of a comparison are from, so that they may be kept without what made them.
 *
 * @param compared when
 * @param program version and commit of the program that compared, with a {@code +} if it was
 *     changed
 * @param versions of it and of what it runs on
 * @param processor of this machine
 * @param processors how many
 */
record Origin(
    Instant compared,
    String program,
    SortedMap<String, String> versions,
    String processor,
    int processors,
    List<RunOrigin> runs) {
  /**
   * One of the runs.
   *
   * @param spec its name
   * @param specDigest SHA-256 over the resolved spec and the prior set
   * @param priors name and digest of the prior set
   * @param ended when it last ended; null if it goes on
   * @param madeBy commits of the programs that trained its models
   * @param seconds of work behind it, kept results counted with the time they once took
   * @param weights SHA-256 over the digests of all models, those on the way included
   * @param pictures SHA-256 over the digests of all pictures of portraits
   */
  record RunOrigin(
      String run,
      String spec,
      String specDigest,
      String priors,
      State state,
      int finished,
      int cells,
      Instant created,
      @Nullable Instant ended,
      Set<String> madeBy,
      double seconds,
      String weights,
      String pictures) {}

  static Origin of(ArtifactStore store, List<RunEntry> runs, Clock clock) {
    return new Origin(
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        Versions.build(),
        Versions.current(),
        Host.processor(),
        Runtime.getRuntime().availableProcessors(),
        runs.stream().map(run -> of(store, run)).toList());
  }

  private static RunOrigin of(ArtifactStore store, RunEntry entry) {
    List<CellStatus> cells =
        new RunFolder(store, entry.run()).status().map(RunStatus::cells).orElse(List.of());
    List<String> weights = new ArrayList<>();
    List<String> pictures = new ArrayList<>();
    Set<String> madeBy = new TreeSet<>();
    Set<String> counted = new HashSet<>();
    double seconds = 0;
    for (CellStatus cell : cells) {
      for (StageRecord stage : cell.stages()) {
        String key = stage.key();
        if (key == null || counted.add(stage.stage() + " " + key)) { // cells share stages
          seconds += stage.seconds();
        }
        for (StageOutput output : stage.outputs()) {
          String line = cell.cell() + " " + output.name() + " " + output.sha256();
          if (stage.stage() == Stage.FINE_TUNE) {
            weights.add(line);
          } else if (stage.stage() == Stage.RENDER_PORTRAIT || stage.stage() == Stage.SCORE_STYLE) {
            pictures.add(line);
          }
        }
        if (stage.stage() == Stage.FINE_TUNE && key != null) {
          commit(store, StoreLayout.stage(stage.stage(), key), madeBy);
        }
      }
    }
    return new RunOrigin(
        entry.run(),
        entry.name(),
        entry.specDigest(),
        entry.priors().name() + " " + entry.priors().digest(),
        entry.state(),
        (int) cells.stream().filter(cell -> cell.state() == State.DONE).count(),
        cells.size(),
        entry.created().truncatedTo(ChronoUnit.SECONDS),
        entry.ended() == null ? null : entry.ended().truncatedTo(ChronoUnit.SECONDS),
        Collections.unmodifiableSet(madeBy),
        Math.round(seconds),
        digest(weights),
        digest(pictures));
  }

  private static void commit(ArtifactStore store, String document, Set<String> commits) {
    try {
      store
          .read(document)
          .map(json -> Json.parse(json, KeptStage.class).versions().get("commit"))
          .ifPresent(commits::add);
    } catch (UncheckedIOException e) {
      // Nobody knows who made it, then.
    }
  }

  private static String digest(List<String> lines) {
    String sorted = String.join("\n", lines.stream().sorted().toList());
    return Digests.sha256(sorted.getBytes(StandardCharsets.UTF_8));
  }

  /** For people, a sentence each. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Compared on "
            + compared.toString().substring(0, 10)
            + " by Triptych "
            + program
            + " on "
            + processors
            + " × "
            + processor
            + ".");
    for (RunOrigin run : runs) {
      sentences.add(
          "Run "
              + run.run()
              + ": "
              + run.finished()
              + " of "
              + run.cells()
              + " done"
              + (run.ended() == null ? "" : ", " + run.ended().toString().substring(0, 10))
              + (run.madeBy().isEmpty() ? "" : ", trained by " + String.join(", ", run.madeBy()))
              + "; spec "
              + run.specDigest().substring(0, 8)
              + ", weights "
              + run.weights().substring(0, 8)
              + ", pictures "
              + run.pictures().substring(0, 8)
              + ".");
    }
    return sentences;
  }
}
