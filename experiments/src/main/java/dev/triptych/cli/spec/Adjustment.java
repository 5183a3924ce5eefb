package dev.triptych.cli.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A setting that gave way: nobody asked for it, and it does not go with one that the user asked
 * for.
 *
 * @param path dotted path of the setting
 * @param source where it came from: the prior set's recommendations, or the paper's defaults
 * @param instead what it would have been
 * @param value what it is now
 * @param because path of the setting that the user asked for
 */
public record Adjustment(
    String path, String source, JsonNode instead, JsonNode value, String because) {
  /** For people. */
  @JsonProperty
  public String message() {
    return path
        + " is "
        + value
        + " instead of "
        + instead
        + " ("
        + source
        + "), to go with "
        + because;
  }
}
