package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.spec.ExperimentSpec;

/**
 * A spec whose every field has a value.
 *
 * @param tree the same as JSON, fields in the records' order
 * @param source the text of the user's file
 */
public record ResolvedSpec(ExperimentSpec spec, JsonNode tree, String source) {}
