package dev.triptych.worker.gc;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.runs.KeptReferences;
import dev.triptych.worker.runs.RunReferences;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.StoredObject;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Frees what is old enough and what no run refers to: first kept results, then artefacts, so that
 * wherever it is stopped no document names an artefact that is gone. It may run beside launches: a
 * step that takes a kept result, or keeps an artefact that is there already, makes it young before
 * it relies on it; and what is young stays, with all that it names.
 *
 * <p>Of each digest that is referred to it remembers eight bytes; all else is read and forgotten.
 */
public final class GarbageCollection {
  // What a user has put beside it is none of ours.
  private static final Pattern OURS =
      Pattern.compile(
          "(blobs/sha256/[0-9a-f]{2}|\\.triptych/corrupt)/[0-9a-f]{64}"
              + "|(stages|claims)/[a-z-]+/[0-9a-f]{64}\\.json"
              + "|checkpoints/[a-z-]+/[0-9a-f]{64}/[^/]+");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final ArtifactStore store;
  private final Protection protection;
  private final boolean dry;
  private final Consumer<String> progress;
  private final KeptReferences references;
  private final DigestSet marked = new DigestSet(); // by runs
  private final DigestSet held = new DigestSet(); // by kept results that no run names
  private final Tally tally = new Tally();

  /**
   * @param dry whether everything is only counted
   * @param progress is told now and then what goes on, in a few words
   */
  public GarbageCollection(
      ArtifactStore store, Protection protection, boolean dry, Consumer<String> progress) {
    this.store = store;
    this.protection = protection;
    this.dry = dry;
    this.progress = progress;
    this.references = new KeptReferences(store);
  }

  /**
   * @param runs all there are
   * @throws dev.triptych.worker.errors.TriptychException.DamagedDocument if a document of one of
   *     them cannot be understood: then nothing is freed
   */
  public Collected collect(List<String> runs) {
    for (String run : runs) {
      progress.accept("what " + run + " refers to");
      new RunReferences(store, run).forEach(new Marks());
    }
    try (Crew crew = new Crew()) {
      progress.accept("kept results");
      store.scan(StoreLayout.STAGES, object -> crew.give(() -> stage(object)));
      crew.await();
      sweep(Kind.CHECKPOINTS, StoreLayout.CHECKPOINTS, crew);
      sweep(Kind.CLAIMS, StoreLayout.CLAIMS, crew);
      sweep(Kind.ASIDE, StoreLayout.ASIDE, crew);
      blobs(crew);
    }
    return tally.collected();
  }

  private final class Marks implements RunReferences.Visitor {
    @Override
    public void stage(Stage stage, String key) {
      marked.add(key);
    }

    @Override
    public void artefact(ArtifactRef artefact) {
      marked.add(artefact.sha256());
    }
  }

  private void stage(StoredObject object) {
    if (isIn(marked, object)) {
      tally.keep(Kind.STAGES, object); // what it names was told of with it
      return;
    }
    Optional<KeptStage> kept = read(object.name());
    boolean stays = !protection.frees(object.used()) || kept.filter(this::needed).isPresent();
    if (!stays) {
      if (removed(object)) {
        tally.free(Kind.STAGES, object);
        return;
      }
      kept = read(object.name()); // somebody has come to use it, or to remove it
    }
    kept.ifPresent(each -> references.forEach(each, artefact -> held.add(artefact.sha256())));
    tally.keep(Kind.STAGES, object);
  }

  /** Whether it was referred to. A name that no program gave is none that anybody could tell of. */
  private static boolean isIn(DigestSet digests, StoredObject object) {
    String key = StoreLayout.digest(object.name()).replace(".json", "");
    return DIGEST.matcher(key).matches() && digests.contains(key);
  }

  /**
   * A result that no run names may be behind one that a run does name, as an edit of a database.
   * What other kept results hold does not count: it would depend on which of them is looked at
   * first.
   */
  private boolean needed(KeptStage kept) {
    return kept.stage().scope() == Stage.Scope.PRIOR_SET
        || (!kept.outputs().isEmpty()
            && kept.outputs().stream().allMatch(output -> marked.contains(output.sha256())));
  }

  /** Empty also if it cannot be understood: its stage runs again, and needs nothing of it. */
  private Optional<KeptStage> read(String name) {
    try {
      return store.read(name).map(json -> Json.parse(json, KeptStage.class));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private void blobs(Crew crew) {
    List<String> shards = StoreLayout.blobShards();
    for (int i = 0; i < shards.size(); i++) {
      String shard = shards.get(i);
      if (i % 32 == 0) {
        progress.accept("artefacts, " + 100 * i / shards.size() + " %");
      }
      crew.give(
          () ->
              store.scan(
                  shard,
                  object -> {
                    if (isIn(marked, object) || isIn(held, object)) {
                      tally.keep(Kind.BLOBS, object);
                    } else {
                      sweep(Kind.BLOBS, object);
                    }
                  }));
    }
    crew.await();
  }

  private void sweep(Kind kind, String prefix, Crew crew) {
    progress.accept(kind.title());
    store.scan(prefix, object -> crew.give(() -> sweep(kind, object)));
    crew.await();
  }

  private void sweep(Kind kind, StoredObject object) {
    if (protection.frees(object.used()) && !ofPriorTraining(object) && removed(object)) {
      tally.free(kind, object);
    } else {
      tally.keep(kind, object);
    }
  }

  /** Trainings of prior sets take hours, and no run tells of them. */
  private static boolean ofPriorTraining(StoredObject object) {
    return object.name().startsWith(StoreLayout.CHECKPOINTS + Stage.TRAIN_PRIOR.slug() + "/");
  }

  private boolean removed(StoredObject object) {
    return OURS.matcher(object.name()).matches()
        && (dry || store.deleteUnused(object.name(), protection.cutoff()));
  }
}
