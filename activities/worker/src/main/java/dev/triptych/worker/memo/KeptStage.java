package dev.triptych.worker.memo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

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
 * @param maker null in what earlier versions kept
 * @param renewal that it was made anew in spite of what was kept; null if it was not
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
    String finishedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Maker maker,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Renewal renewal) {
  public KeptStage {
    outputs = List.copyOf(outputs);
  }

  /** The order by which it was made anew; empty if it was not. */
  @JsonIgnore
  public Optional<String> order() {
    return Optional.ofNullable(renewal).map(Renewal::order);
  }
}
