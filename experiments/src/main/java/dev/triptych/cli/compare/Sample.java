package dev.triptych.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One finished portrait of a run.
 *
 * @param cell its slug
 * @param settings all that it depends on beside style, seed and identity
 * @param identity the seed of the face
 * @param values means over views by the names of metrics, and seconds by {@link Quantity}'s names
 */
record Sample(
    String run,
    String cell,
    String variant,
    JsonNode settings,
    String style,
    long seed,
    long identity,
    Map<String, Double> values) {
  Sample {
    values = new TreeMap<>(values);
  }

  /** What two portraits have in common that may be compared in pairs. */
  record Subject(String style, long seed, long identity) {}

  Subject subject() {
    return new Subject(style, seed, identity);
  }
}
