package dev.triptych.worker.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Records as JSON, in the form that Temporal's payloads have. */
public final class Json {
  private static final ObjectMapper MAPPER = JacksonJsonPayloadConverter.newDefaultObjectMapper();

  private Json() {}

  /** A mapper that the caller may change. */
  static ObjectMapper newMapper() {
    return MAPPER.copy();
  }

  /** One line of JSON, without a line feed. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write as JSON: " + value.getClass(), e);
    }
  }

  /** One line of JSON, without a line feed. */
  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /**
   * @throws UncheckedIOException if {@code json} is not JSON or does not fit {@code type}
   */
  public static <T> T parse(byte[] json, Class<T> type) {
    return type.cast(parse(json, MAPPER.constructType(type)));
  }

  /**
   * @throws UncheckedIOException if {@code json} is not JSON or does not fit {@code type}
   */
  public static Object parse(byte[] json, JavaType type) {
    Object value;
    try {
      value = MAPPER.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON of " + type, e);
    }
    if (value == null) { // what is written is never nothing
      throw new UncheckedIOException(new IOException("null instead of " + type));
    }
    return value;
  }

  /** {@code value} as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A type with its parameters, as reflection tells it. */
  public static JavaType type(java.lang.reflect.Type type) {
    return MAPPER.constructType(type);
  }
}
