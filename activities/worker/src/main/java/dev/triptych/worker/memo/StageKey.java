package dev.triptych.worker.memo;

import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Names the result of one stage for one request.
 *
 * @param version of the implementation
 * @param inputs the request as canonical JSON
 * @param sha256 digest over stage, version and inputs
 */
public record StageKey(Stage stage, int version, String inputs, String sha256) {
  /** The key of {@code request}, from which incidental members are left out. */
  public static StageKey of(Stage stage, int version, Object request) {
    String keyed = CanonicalJson.of(Map.of("stage", stage, "version", version, "request", request));
    return new StageKey(
        stage,
        version,
        CanonicalJson.of(request),
        Digests.sha256(keyed.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where the result is kept. */
  public String document() {
    return StoreLayout.stage(stage, sha256);
  }
}
