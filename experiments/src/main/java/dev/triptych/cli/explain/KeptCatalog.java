package dev.triptych.cli.explain;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.memo.Renewal;
import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * What a store keeps, as far as it is looked at. However much that is, so many of the newest runs'
 * records are read, and so many kept results of each stage: those that the run's own records name,
 * then those of other runs' datasets and portraits of the same name, then of others, the newest
 * runs first, then any.
 */
final class KeptCatalog implements AutoCloseable {
  /** Kept results of a stage that are compared. */
  static final int COMPARED = 2_000;

  private static final int RUNS = 200;
  private static final int PARTS = 500; // documents with records of runs
  private static final int ARTEFACTS = 300_000; // whose maker is remembered
  private static final int READ = 300; // kept results that are remembered
  private static final int TOGETHER = 8; // a bucket takes some milliseconds for each

  /** A stage and its key. */
  record Name(Stage stage, String key) {}

  private final ArtifactStore store;
  private final KeptResults results;
  private final String run;
  private final int compared;
  private final ExecutorService readers = Executors.newFixedThreadPool(TOGETHER);
  private final Map<Stage, Set<String>> known = new EnumMap<>(Stage.class);
  private final Map<String, Name> makers = new HashMap<>();
  private final Map<Name, Optional<KeptStage>> read =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Optional<KeptStage>> eldest) {
          return size() > READ;
        }
      };
  private boolean othersKnown;
  private boolean keptKnown;

  /**
   * @param run that is explained
   */
  KeptCatalog(ArtifactStore store, String run) {
    this(store, run, COMPARED);
  }

  KeptCatalog(ArtifactStore store, String run, int compared) {
    this.store = store;
    this.compared = compared;
    this.results = new KeptResults(store);
    this.run = run;
  }

  /** Takes note of what stages made. */
  void learn(List<StageRecord> records) {
    for (StageRecord record : records) {
      String key = record.key();
      if (key != null) {
        known.computeIfAbsent(record.stage(), stage -> new LinkedHashSet<>()).add(key);
        learn(new Name(record.stage(), key), record.outputs());
      }
    }
  }

  private void learn(Name name, List<StageOutput> outputs) {
    for (StageOutput output : outputs) {
      if (makers.size() < ARTEFACTS) {
        makers.putIfAbsent(output.sha256(), name);
      }
    }
  }

  /**
   * Reads what other datasets and portraits rest on: first those that are called as this run's own,
   * for one in which a setting was changed is likely to be nearest.
   */
  private void learnOthers() {
    if (othersKnown) {
      return;
    }
    othersKnown = true;
    Set<String> own = new RunFolder(store, run).recordedParts();
    Map<RunFolder, Set<String>> others = new LinkedHashMap<>();
    others.put(new RunFolder(store, run), own);
    new RunIndex(store)
        .all().runs().stream()
            .map(RunEntry::run)
            .filter(other -> !other.equals(run))
            .limit(RUNS)
            .map(other -> new RunFolder(store, other))
            .forEach(other -> others.put(other, new TreeSet<>(other.recordedParts())));
    int parts = 0;
    for (boolean alike : new boolean[] {true, false}) {
      for (Map.Entry<RunFolder, Set<String>> other : others.entrySet()) {
        for (String part : other.getValue()) {
          if (own.contains(part) == alike && parts < PARTS) {
            parts++;
            learn(other.getKey(), part);
          }
        }
      }
    }
  }

  private void learn(RunFolder folder, String part) {
    try {
      learn(folder.stages().part(part));
    } catch (DamagedDocument e) {
      // `status` of that run complains of it
    }
  }

  /**
   * Some of the kept results of a stage.
   *
   * @param keys at most {@link #COMPARED}
   * @param total of all
   */
  record Candidates(List<String> keys, int total) {}

  Candidates candidates(Stage stage) {
    learnOthers();
    List<String> kept = results.keys(stage);
    Set<String> all = new LinkedHashSet<>(known.getOrDefault(stage, Set.of()));
    all.retainAll(new LinkedHashSet<>(kept));
    int total = kept.size();
    for (int i = 0; i < total && all.size() < compared; i++) {
      all.add(kept.get(i));
    }
    return new Candidates(all.stream().limit(compared).toList(), total);
  }

  /** The stage that made an artefact; empty if nothing that was read tells. */
  Optional<Name> maker(String sha256) {
    if (!makers.containsKey(sha256)) {
      learnOthers();
    }
    if (!makers.containsKey(sha256)) {
      learnKept();
    }
    return Optional.ofNullable(makers.get(sha256));
  }

  /** Results may be kept that no run's records name any more. */
  private void learnKept() {
    if (!keptKnown) {
      keptKnown = true;
      for (Stage stage : Stage.values()) {
        forEach(stage, candidates(stage).keys(), kept -> learn(new Name(stage, kept.key()), kept));
      }
    }
  }

  /** What is kept; empty if it is gone or cannot be understood. */
  Optional<KeptStage> find(Name name) {
    Optional<KeptStage> found = read.get(name);
    if (found == null) {
      found = load(name);
      read.put(name, found);
      found.ifPresent(kept -> learn(name, kept));
    }
    return found;
  }

  private void learn(Name name, KeptStage kept) {
    learn(name, kept.outputs());
    Renewal renewal = kept.renewal();
    Renewal.Former former = renewal == null ? null : renewal.former();
    if (former != null) {
      learn(name, former.differing());
    }
  }

  private Optional<KeptStage> load(Name name) {
    try {
      return results.find(name.stage(), name.key());
    } catch (DamagedDocument e) {
      return Optional.empty();
    }
  }

  /** Reads kept results, several at a time, and hands them on in their order. */
  void forEach(Stage stage, List<String> keys, Consumer<KeptStage> each) {
    List<Future<Optional<KeptStage>>> ahead = new ArrayList<>();
    for (int i = 0; i < keys.size() + TOGETHER; i++) {
      if (i < keys.size()) {
        Name name = new Name(stage, keys.get(i));
        ahead.add(readers.submit(() -> load(name)));
      }
      if (i >= TOGETHER && i - TOGETHER < ahead.size()) {
        settled(ahead.set(i - TOGETHER, null)).ifPresent(each);
      }
    }
  }

  private static Optional<KeptStage> settled(Future<Optional<KeptStage>> reading) {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kept results were read", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
