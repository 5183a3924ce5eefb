package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything in the store that a run refers to: the stages that its datasets, cells and the launch
 * itself rest on, by the run's records and by its status while it goes on; the artefacts that the
 * requests and results of these stages name; what their manifests name; and what the run's own
 * documents name, such as pictures in its journals. Documents are read one at a time, and nothing
 * is remembered beyond one of them: the same stage or artefact may be told of several times.
 */
public final class RunReferences {
  private static final String LINES = ".jsonl";
  private static final String WHOLE = ".json";

  private final ArtifactStore store;
  private final String run;
  private final Documents documents;
  private final KeptReferences kepts;

  public RunReferences(ArtifactStore store, String run) {
    this.store = store;
    this.run = run;
    this.documents = new Documents(store);
    this.kepts = new KeptReferences(store);
  }

  /** Is told of what a run refers to. */
  public interface Visitor {
    /**
     * A stage whose result may be kept in {@link StoreLayout#stage}.
     *
     * @param key as in the name of its document
     */
    void stage(Stage stage, String key);

    /** An artefact, whether it is there or not; its media type may be unknown. */
    void artefact(ArtifactRef artefact);
  }

  private record StageName(Stage stage, String key) {}

  /**
   * Tells of everything.
   *
   * @throws DamagedDocument if a document of the run cannot be understood, so that something may be
   *     left out
   */
  public void forEach(Visitor visitor) {
    for (String name : store.list(RunLayout.of(run).folder() + "/")) {
      Set<StageName> stages = new LinkedHashSet<>();
      NamedIn named =
          new NamedIn(visitor::artefact, (stage, key) -> stages.add(new StageName(stage, key)));
      if (name.endsWith(LINES)) {
        store.read(name).ifPresent(content -> KeptReferences.lines(content, named));
      } else if (name.endsWith(WHOLE)) {
        documents.read(name, JsonNode.class, RunFolder.resume(run)).ifPresent(named::visit);
      }
      stages.forEach(
          each -> {
            visitor.stage(each.stage(), each.key());
            kept(each, visitor);
          });
    }
  }

  private void kept(StageName name, Visitor visitor) {
    find(name).ifPresent(kept -> kepts.forEach(kept, visitor::artefact));
  }

  /** Empty also if it cannot be understood: then the stage runs again, and needs nothing of it. */
  private Optional<KeptStage> find(StageName name) {
    try {
      return store
          .read(StoreLayout.stage(name.stage(), name.key()))
          .map(json -> Json.parse(json, KeptStage.class));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
