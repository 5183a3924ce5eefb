package dev.triptych.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.StageRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The document that the store keeps of a stage: its inputs and its result. */
public final class KeptResult {
  private static final String MEND =
      "Run `triptych resume` with the run's name: the step that made it runs again.";

  private final ArtifactStore store;
  private final StageRecord record;

  public KeptResult(ArtifactStore store, StageRecord record) {
    this.store = store;
    this.record = record;
  }

  private JsonNode document() {
    return Optional.ofNullable(record.key())
        .map(key -> StoreLayout.stage(record.stage(), key))
        .flatMap(name -> new Documents(store).read(name, JsonNode.class, MEND))
        .orElse(MissingNode.getInstance());
  }

  /**
   * A field of the stage's request; false if it is not there.
   *
   * @throws DamagedDocument if the document cannot be understood
   */
  public boolean flag(String input) {
    return document().path("inputs").path(input).asBoolean();
  }

  /** Whether the stage's request had these fields, by name; none of them is null. */
  boolean wasAskedFor(Map<String, ?> fields) {
    JsonNode inputs = document().path("inputs");
    return fields.entrySet().stream()
        .allMatch(
            field ->
                inputs.has(field.getKey())
                    && CanonicalJson.of(inputs.get(field.getKey()))
                        .equals(CanonicalJson.of(field.getValue())));
  }

  /**
   * The scores of an evaluation.
   *
   * @throws DamagedDocument if the document cannot be understood
   */
  public Map<String, MeanStd> metrics() {
    Map<String, MeanStd> metrics = new HashMap<>();
    document()
        .path("result")
        .path("metrics")
        .properties()
        .forEach(e -> metrics.put(e.getKey(), Json.parse(Json.bytes(e.getValue()), MeanStd.class)));
    return Metric.copy(metrics);
  }

  /** Content of one of the stage's artefacts; empty if there is none of that name. */
  public Optional<byte[]> output(String name) {
    return record.outputs().stream()
        .filter(output -> output.name().equals(name))
        .findFirst()
        .map(
            output ->
                store.get(
                    new ArtifactRef(
                        output.key(),
                        output.sha256(),
                        output.bytes(),
                        "application/octet-stream")));
  }
}
