package dev.triptych.worker.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.triptych.workflows.spec.Revision;
import dev.triptych.workflows.stage.Incidental;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for each value, as RFC 8785 has it: no spaces, members sorted by UTF-16 code units, the
 * shortest decimal that reads back as the same double. Unlike there, whole numbers stay exact at
 * any size, and members that are null or {@link Incidental} are left out, so that a new optional
 * field does not change the text of a value without it. An enum constant whose meaning has changed
 * bears its {@link Revision}.
 */
public final class CanonicalJson {
  private static final int DOUBLE_DIGITS = 17; // always enough to tell two doubles apart
  private static final ObjectMapper MAPPER =
      Json.newMapper().setAnnotationIntrospector(new ForKeys());

  /** Hides what does not change a stage's result, and tells changed meanings apart. */
  private static final class ForKeys extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean hasIgnoreMarker(AnnotatedMember member) {
      return member.hasAnnotation(Incidental.class) || super.hasIgnoreMarker(member);
    }

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
      String[] found = super.findEnumValues(config, type, constants, names);
      for (int i = 0; i < constants.length; i++) {
        Integer revision = Revision.Of.constant(constants[i]);
        if (revision != null) {
          found[i] = constants[i].name() + "#" + revision;
        }
      }
      return found;
    }
  }

  private CanonicalJson() {}

  /**
   * The canonical text of {@code value}.
   *
   * @throws IllegalArgumentException if it has a NaN or an infinity, or is nothing that Jackson
   *     knows
   */
  public static String of(Object value) {
    StringBuilder text = new StringBuilder();
    append(tree(value), text);
    return text.toString();
  }

  /** {@code value} as a tree without incidental members. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * What {@link #of} was made from; its incidental members are null or zero.
   *
   * @throws UncheckedIOException if it does not fit {@code type}, or means something else by now
   */
  public static <T> T read(JsonNode canonical, Class<T> type) {
    try {
      return MAPPER.treeToValue(canonical, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not canonical JSON of " + type, e);
    }
  }

  private static void append(JsonNode node, StringBuilder text) {
    switch (node.getNodeType()) {
      case OBJECT -> appendObject(node, text);
      case ARRAY -> appendArray(node, text);
      case STRING -> appendString(node.textValue(), text);
      case NUMBER -> text.append(number(node));
      case BOOLEAN -> text.append(node.booleanValue());
      case NULL -> text.append("null");
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("no canonical JSON for " + node.getNodeType());
    }
  }

  private static void appendObject(JsonNode node, StringBuilder text) {
    Map<String, JsonNode> sorted = new TreeMap<>(); // String compares by UTF-16 code units
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!member.getValue().isNull()) {
        sorted.put(member.getKey(), member.getValue());
      }
    }
    String separator = "{";
    for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
      text.append(separator);
      appendString(member.getKey(), text);
      text.append(':');
      append(member.getValue(), text);
      separator = ",";
    }
    text.append(sorted.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(JsonNode node, StringBuilder text) {
    text.append('[');
    for (Iterator<JsonNode> items = node.elements(); items.hasNext(); ) {
      append(items.next(), text);
      text.append(items.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private static void appendString(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> text.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
      }
    }
    text.append('"');
  }

  private static String number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().toString();
    }
    double value = node.doubleValue();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no canonical JSON for " + value);
    }
    return value == 0 ? "0" : ecmaScript(shortest(value));
  }

  /** {@code Double.toString} gives the shortest text only since Java 19. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(DOUBLE_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** Number::toString of ECMAScript: plain from 1e-6 up to 1e21, else with an exponent. */
  private static String ecmaScript(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    if (exponent > -7 && exponent < 21) {
      return value.toPlainString();
    }
    String digits = value.unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String sign = value.signum() < 0 ? "-" : "";
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
  }
}
