package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** Reads what the store keeps of executed stages: their requests and their results. */
public final class KeptResults {
  private static final String MEND =
      "Run `triptych resume` with the run's name: the step that made it runs again.";

  private final Documents documents;

  public KeptResults(DocumentStore store) {
    this.documents = new Documents(store);
  }

  /**
   * The result of a stage; empty if none is kept.
   *
   * @param type which its stage returns
   * @throws DamagedDocument if the document cannot be understood
   */
  public <T extends StageResult> Optional<T> result(StageRecord record, Class<T> type) {
    return read(record, KeptStage::result, type);
  }

  /**
   * What a pre-training was asked for; empty if it is not kept. What does not change its result is
   * not known: its tracking is null, and so are the steps between checkpoints 0.
   *
   * @throws DamagedDocument if the document cannot be understood
   */
  public Optional<PretrainRequest> pretraining(StageRecord record) {
    return read(record, KeptStage::inputs, PretrainRequest.class);
  }

  /**
   * What a stage was asked for; empty if that is not kept, or was said by an earlier version that
   * meant something else by it.
   *
   * @param type of its request, which has nothing {@link dev.triptych.workflows.stage.Incidental}
   * @throws DamagedDocument if the document cannot be understood
   */
  public <T> Optional<T> request(StageRecord record, Class<T> type) {
    return read(record, KeptStage::inputs, JsonNode.class)
        .flatMap(
            inputs -> {
              try {
                return Optional.of(CanonicalJson.read(inputs, type));
              } catch (UncheckedIOException e) {
                return Optional.empty();
              }
            });
  }

  private <T> Optional<T> read(
      StageRecord record, Function<KeptStage, JsonNode> what, Class<T> type) {
    String key = record.key();
    if (key == null) {
      return Optional.empty();
    }
    String name = StoreLayout.stage(record.stage(), key);
    try {
      return documents
          .read(name, KeptStage.class, MEND)
          .map(kept -> Json.parse(Json.bytes(what.apply(kept)), type));
    } catch (UncheckedIOException e) {
      throw documents.damaged(name, MEND);
    }
  }
}
