package dev.triptych.worker.runs;

import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.StageResult;
import dev.triptych.workflows.stage.State;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Keeps stages as a worker does, without running them. */
public final class Keeper {
  private final ArtifactStore store;

  public Keeper(ArtifactStore store) {
    this.store = store;
  }

  /** A record of a stage whose request and result are kept. */
  public StageRecord keep(Stage stage, String key, Object request, StageResult result) {
    KeptStage kept =
        new KeptStage(
            stage,
            1,
            key,
            CanonicalJson.tree(request),
            Json.tree(result),
            result.outputs(),
            1,
            "here",
            new TreeMap<>(),
            "2026-01-31T12:00:00Z",
            null,
            null);
    store.write(document(stage, key), Json.bytes(kept));
    return new StageRecord(stage, key, State.DONE, false, 1, result.outputs());
  }

  static String document(Stage stage, String key) {
    return "stages/" + stage.slug() + "/" + key + ".json";
  }

  public ArtifactRef picture(String content) {
    return store.put(content.getBytes(StandardCharsets.UTF_8), "image/png");
  }
}
