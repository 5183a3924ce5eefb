package dev.triptych.worker.memo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import java.util.List;
import java.util.SortedMap;

/**
 * The document {@code stages/<stage>/<key>.json}.
 *
 * @param inputs the request, so that two keys can be compared later
 * @param result the stage's result
 * @param outputs the artefacts on which the result rests
 * @param seconds of the execution
 * @param host on which it ran
 * @param versions of Triptych and of what it ran on, by name
 * @param finishedAt ISO-8601, UTC
 */
public record KeptStage(
    Stage stage,
    int version,
    String key,
    JsonNode inputs,
    JsonNode result,
    List<StageOutput> outputs,
    double seconds,
    String host,
    SortedMap<String, String> versions,
    String finishedAt) {
  public KeptStage {
    outputs = List.copyOf(outputs);
  }
}
