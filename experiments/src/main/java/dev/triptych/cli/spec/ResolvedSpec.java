package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.List;

/**
 * A spec whose every field has a value.
 *
 * @param tree the same as JSON, fields in the records' order
 * @param source the text of the user's file
 * @param adjustments settings that gave way to what the user asked for
 */
public record ResolvedSpec(
    ExperimentSpec spec, JsonNode tree, String source, List<Adjustment> adjustments) {
  public ResolvedSpec {
    adjustments = List.copyOf(adjustments);
  }
}
