package dev.triptych.models.priors;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.finite.Finite;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the JSON of prior sets is read: nothing is guessed, dropped or converted on the way. */
final class PriorJson {
  // Jackson takes these texts for numbers, whatever it is told, and writes them itself.
  private static final Map<String, Double> WORDS =
      Map.of(
          "NaN", Double.NaN,
          "Infinity", Double.POSITIVE_INFINITY,
          "INF", Double.POSITIVE_INFINITY,
          "-Infinity", Double.NEGATIVE_INFINITY,
          "-INF", Double.NEGATIVE_INFINITY);

  private PriorJson() {}

  /** Refuses names that come twice, text in a number's place, fractions in a whole number's. */
  static JsonMapper.Builder strict() {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
  }

  /** {@code value}, which JSON's {@code null} makes null whatever a mapper is told. */
  static <T> T present(@Nullable T value, Class<T> type) throws JsonMappingException {
    if (value == null) {
      throw MismatchedInputException.from(null, type, "it is null");
    }
    return value;
  }

  /**
   * @param path of {@code node}, for the message
   * @throws dev.triptych.models.finite.NonFiniteException for a number like 1e999 or "NaN"
   */
  static void requireFinite(JsonNode node, String path) {
    if (node.isFloatingPointNumber()) {
      Finite.require(node.doubleValue(), path);
    }
    if (node.isTextual()) {
      Finite.require(WORDS.getOrDefault(node.textValue(), 0.0), path);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      requireFinite(member.getValue(), path + "." + member.getKey());
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireFinite(node.get(i), path + "[" + i + "]");
      }
    }
  }
}
