package dev.triptych.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures of a portrait by the angle they were looked at from; each map is empty until its
 * pictures are made.
 *
 * @param source the plain face
 * @param edited the few-shot dataset
 * @param novel the portrait
 */
public record Pictures(
    Map<ViewAngle, ArtifactRef> source,
    Map<ViewAngle, ArtifactRef> edited,
    Map<ViewAngle, ArtifactRef> novel) {
  private static final String PNG = "image/png";

  /** What the run has of {@code cell} by now. */
  public static Pictures of(RunFolder run, ArtifactStore store, Cell cell, ExperimentSpec spec) {
    List<StageRecord> records = run.records(cell, spec);
    Map<ViewAngle, ArtifactRef> source = new LinkedHashMap<>();
    Map<ViewAngle, ArtifactRef> edited = new LinkedHashMap<>();
    last(records, Stage.ASSEMBLE_DATASET)
        .flatMap(record -> new KeptResult(store, record).output("manifest"))
        .ifPresent(
            manifest -> {
              for (JsonNode pair : Json.parse(manifest, JsonNode.class).path("pairs")) {
                ViewAngle angle =
                    new ViewAngle(pair.path("pitch").asDouble(), pair.path("yaw").asDouble());
                source.put(angle, ref(pair.path("source")));
                edited.put(angle, ref(pair.path("edited")));
              }
            });
    Map<ViewAngle, ArtifactRef> novel =
        last(records, Stage.RENDER_PORTRAIT)
            .map(
                record ->
                    byAngle(record, spec.settings(cell.variant()).evaluation().views().list()))
            .orElse(Map.of());
    return new Pictures(source, edited, novel);
  }

  static Optional<StageRecord> last(List<StageRecord> records, Stage stage) {
    return records.stream()
        .filter(record -> record.stage() == stage && !record.outputs().isEmpty())
        .reduce((first, second) -> second);
  }

  private static ArtifactRef ref(JsonNode ref) {
    return Json.parse(Json.bytes(ref), ArtifactRef.class);
  }

  /** Outputs are named by the angles' slugs. */
  private static Map<ViewAngle, ArtifactRef> byAngle(StageRecord record, List<ViewAngle> angles) {
    Map<String, ArtifactRef> bySlug = new LinkedHashMap<>();
    record
        .outputs()
        .forEach(o -> bySlug.put(o.name(), new ArtifactRef(o.key(), o.sha256(), o.bytes(), PNG)));
    Map<ViewAngle, ArtifactRef> views = new LinkedHashMap<>();
    for (ViewAngle angle : angles) {
      ArtifactRef image = bySlug.get(angle.slug());
      if (image != null) {
        views.put(angle, image);
      }
    }
    return views;
  }
}
