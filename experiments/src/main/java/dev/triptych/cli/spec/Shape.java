package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Variant;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record tree accepts: read off its components, so that it cannot disagree with them. */
sealed interface Shape {
  /** A record; its fields in declaration order. */
  record Fields(Map<String, Field> byName) implements Shape {}

  /** One component of a record. */
  record Field(Shape shape, boolean nullable) {}

  /** A list of one kind of item. */
  record Items(Shape item) implements Shape {}

  /** An enum: the words of a spec and the JSON values that they stand for. */
  record Choice(Map<String, JsonNode> byWord) implements Shape {
    /** Words are lower case with dashes, whatever the constant is called. */
    static String word(String value) {
      return value.toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A named overlay: one of those that are built in, or {@code {name: …, set: {…}}}.
   *
   * @param settings what may be set
   */
  record Overlay(Choice builtIn, Fields settings) implements Shape {}

  /** A single value. */
  enum Value implements Shape {
    TEXT,
    WHOLE,
    DECIMAL,
    FLAG
  }

  /**
   * @throws IllegalArgumentException if a component's type cannot stand in a spec
   */
  static Shape of(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new Items(of(generic.getActualTypeArguments()[0]));
    }
    if (type instanceof Class<?> c) {
      if (c == Variant.class) {
        return overlay();
      }
      if (c.isRecord()) {
        return fields(c);
      }
      if (c.isEnum()) {
        return choice(c);
      }
      if (c == String.class) {
        return Value.TEXT;
      }
      if (c == int.class || c == long.class || c == Long.class || c == Integer.class) {
        return Value.WHOLE;
      }
      if (c == double.class || c == Double.class) {
        return Value.DECIMAL;
      }
      if (c == boolean.class || c == Boolean.class) {
        return Value.FLAG;
      }
    }
    throw new IllegalArgumentException("A spec cannot hold a " + type.getTypeName());
  }

  /** The field at a path of names, or null if there is none. */
  static @Nullable Field at(Shape shape, List<String> path) {
    Field field = new Field(shape, false);
    for (String name : path) {
      field = field.shape() instanceof Fields fields ? fields.byName().get(name) : null;
      if (field == null) {
        return null;
      }
    }
    return field;
  }

  private static Fields fields(Class<?> type) {
    Map<String, Field> byName = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      AnnotatedType annotated = component.getAnnotatedType();
      boolean nullable = annotated.isAnnotationPresent(Nullable.class);
      byName.put(component.getName(), new Field(of(component.getGenericType()), nullable));
    }
    return new Fields(byName);
  }

  private static Shape overlay() {
    Map<String, JsonNode> builtIn = new LinkedHashMap<>();
    Variant.BUILT_IN.forEach(v -> builtIn.put(v.slug(), TextNode.valueOf(v.slug())));
    return new Overlay(new Choice(builtIn), fields(PortraitSettings.class));
  }

  private static Shape choice(Class<?> type) {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, JsonNode> byWord = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      JsonNode value = mapper.valueToTree(constant);
      byWord.put(Choice.word(value.asText()), value);
    }
    return new Choice(byWord);
  }
}
