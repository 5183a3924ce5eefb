package dev.triptych.workflows.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.workflows.stage.Stage;

/**
 * Asks for one execution of a stage.
 *
 * @param inputs the stage's request
 */
public record RecomputeRequest(Stage stage, JsonNode inputs) {}
