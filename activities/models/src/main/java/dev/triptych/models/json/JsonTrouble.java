package dev.triptych.models.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jackson's failures without its own words, which speak of Java's classes and settings. */
public final class JsonTrouble {
  private JsonTrouble() {}

  /** What is wrong and where: a place in the text, or a field such as {@code files.clip.path}. */
  public static String of(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping ? mapping(mapping) : syntax(e);
  }

  private static String syntax(JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    String reason = e.getOriginalMessage().replaceAll("(?s) \\(start marker at .*", "");
    return place == null
        ? "it is not JSON: " + reason
        : String.format(
            Locale.ROOT,
            "it is not JSON at line %d, column %d: %s",
            place.getLineNr(),
            place.getColumnNr(),
            reason);
  }

  private static String mapping(JsonMappingException e) {
    String field =
        e.getPath().stream()
            .map(JsonTrouble::step)
            .collect(Collectors.joining())
            .replaceAll("^\\.", "");
    if (e instanceof UnrecognizedPropertyException unknown) {
      return field + " is not a known field; there are " + names(unknown.getKnownPropertyIds());
    }
    if (e.getCause() instanceof NullPointerException) {
      return (field.isEmpty() ? "it" : field) + " lacks a field that must be there";
    }
    if (e.getCause() instanceof JsonProcessingException cause) {
      return of(cause);
    }
    if (e.getCause() != null) {
      return (field.isEmpty() ? "" : field + ": ") + e.getCause().getMessage();
    }
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return "there is more after the end of its JSON";
    }
    String subject = field.isEmpty() ? "it" : field;
    return e instanceof MismatchedInputException mismatch
        ? subject + " must be " + kind(mismatch.getTargetType())
        : subject + " cannot be understood";
  }

  private static String step(Reference reference) {
    return reference.getFieldName() == null
        ? "[" + reference.getIndex() + "]"
        : "." + reference.getFieldName();
  }

  private static String names(@Nullable Collection<Object> known) {
    return known == null
        ? "none"
        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class) {
      return type == boolean.class || type == Boolean.class ? "true or false" : "a number";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return type == String.class
        ? "text"
        : Map.class.isAssignableFrom(type) || type.isRecord()
            ? "an object with fields"
            : "of another type";
  }
}
