package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the artefacts and the stages that a JSON document names, wherever they stand in it: so none
 * is missed when documents grow, and those of earlier versions are read too.
 *
 * @param artefacts takes every object with {@code key}, {@code sha256} and {@code bytes}
 * @param stages takes every object that names a stage and its {@code key}
 */
record NamedIn(Consumer<ArtifactRef> artefacts, BiConsumer<Stage, String> stages) {
  /** Media type of an artefact whose own is not told. */
  static final String UNKNOWN = "application/octet-stream";

  private static final String DIGEST = "[0-9a-f]{64}";
  private static final Map<String, Stage> STAGES =
      Arrays.stream(Stage.values()).collect(Collectors.toMap(Stage::slug, Function.identity()));

  void visit(JsonNode node) {
    if (node.isObject()) {
      look(node);
    }
    node.forEach(this::visit);
  }

  private void look(JsonNode node) {
    String key = node.path("key").asText();
    String sha256 = node.path("sha256").asText();
    Stage stage = STAGES.get(node.path("stage").asText());
    if (sha256.matches(DIGEST) && ArtifactRef.isKey(key) && node.path("bytes").isIntegralNumber()) {
      String mediaType = node.path("mediaType").asText(UNKNOWN);
      artefacts.accept(new ArtifactRef(key, sha256, node.path("bytes").asLong(), mediaType));
    } else if (stage != null && key.matches(DIGEST)) {
      stages.accept(stage, key);
    }
  }
}
