package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a tree of nodes the types of a shape. What does not fit is a problem and takes its value
 * from the fallback, so that the rest can still be checked.
 */
final class Binder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<SpecProblem> problems;
  private final Map<String, Mark> marks = new HashMap<>();

  Binder(List<SpecProblem> problems) {
    this.problems = problems;
  }

  /** Where the value at {@code path} came from; the nearest enclosing value's place if unknown. */
  Mark markOf(String path) {
    for (String at = path; ; at = parent(at)) {
      Mark mark = marks.get(at);
      if (mark != null) {
        return mark;
      }
      if (at.isEmpty()) {
        throw new IllegalStateException("nothing was bound yet");
      }
    }
  }

  JsonNode bind(Node node, Shape shape, String path, @Nullable JsonNode fallback) {
    marks.put(path, node.mark());
    if (shape instanceof Shape.Fields fields) {
      return fields(node, fields, path, fallback);
    }
    if (shape instanceof Shape.Items items) {
      return items(node, items, path, fallback);
    }
    if (shape instanceof Shape.Overlay overlay) {
      return new OverlayBinder(this, problems).bind(node, overlay, path);
    }
    JsonNode value = null;
    if (!(node instanceof Node.Scalar scalar)) {
      problem(node, path, expected(shape) + ", but is " + node.kind() + quoteHint(node, shape));
    } else if (scalar.empty()) {
      problem(node, path, "has no value");
    } else {
      value = scalar(scalar, shape, path);
    }
    return value != null ? value : orNull(fallback);
  }

  private JsonNode fields(Node node, Shape.Fields shape, String path, @Nullable JsonNode fallback) {
    if (!(node instanceof Node.Mapping mapping)) {
      String known = String.join(", ", shape.byName().keySet());
      problem(node, path, "must be a mapping of " + known + ", but is " + node.kind());
      return orNull(fallback);
    }
    ObjectNode bound = JSON.objectNode();
    shape
        .byName()
        .forEach(
            (name, field) -> {
              JsonNode childFallback = fallback == null ? null : fallback.get(name);
              bound.set(name, field(mapping, name, field, path, childFallback));
            });
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!shape.byName().containsKey(name)) {
                unknown(entry.keyMark(), name, shape, path);
              }
            });
    return bound;
  }

  private JsonNode field(
      Node.Mapping mapping,
      String name,
      Shape.Field field,
      String path,
      @Nullable JsonNode fallback) {
    Node.Entry entry = mapping.entries().get(name);
    String child = YamlReader.child(path, name);
    boolean empty = entry != null && entry.value() instanceof Node.Scalar s && s.empty();
    if (field.nullable() && (entry == null || empty)) {
      return JSON.nullNode();
    }
    if (entry == null) {
      problems.add(new SpecProblem(mapping.mark(), child, "is missing"));
      return orNull(fallback);
    }
    return bind(entry.value(), field.shape(), child, fallback);
  }

  private void unknown(Mark mark, String name, Shape.Fields shape, String path) {
    String known = String.join(", ", shape.byName().keySet());
    String otherwise = path.isEmpty() ? "; a spec has " + known : "; " + path + " has " + known;
    String hint = Suggestion.didYouMean(name, shape.byName().keySet(), otherwise);
    problems.add(new SpecProblem(mark, YamlReader.child(path, name), "is not a known key" + hint));
  }

  private JsonNode items(Node node, Shape.Items shape, String path, @Nullable JsonNode fallback) {
    if (!(node instanceof Node.Sequence sequence)) {
      String hint = node instanceof Node.Scalar s && !s.empty() ? "; write [" + s.text() + "]" : "";
      problem(node, path, "must be a list, but is " + node.kind() + hint);
      return orNull(fallback);
    }
    ArrayNode bound = JSON.arrayNode();
    for (int i = 0; i < sequence.items().size(); i++) {
      bound.add(bind(sequence.items().get(i), shape.item(), path + "[" + i + "]", null));
    }
    return bound;
  }

  private @Nullable JsonNode scalar(Node.Scalar scalar, Shape shape, String path) {
    if (shape instanceof Shape.Choice choice) {
      JsonNode value = choice.byWord().get(Shape.Choice.word(scalar.text()));
      if (value == null) {
        String all = "; it is one of " + String.join(", ", choice.byWord().keySet());
        String hint = Suggestion.didYouMean(scalar.text(), choice.byWord().keySet(), all);
        problem(scalar, path, "cannot be \"" + scalar.text() + "\"" + hint);
      }
      return value;
    }
    if (shape == Shape.Value.TEXT) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(scalar.text())) {
        problem(scalar, path, "holds half of a character, a lone surrogate");
      }
      return JSON.textNode(scalar.text());
    }
    JsonNode value = scalar.quoted() ? null : literal(scalar.text(), shape);
    if (value == null) {
      String hint =
          scalar.quoted() && literal(scalar.text(), shape) != null ? "; take the quotes away" : "";
      problem(scalar, path, expected(shape) + ", but is " + scalar.kind() + hint);
    }
    return value;
  }

  private static @Nullable JsonNode literal(String text, Shape shape) {
    try {
      if (shape == Shape.Value.WHOLE) {
        return text.matches("[-+]?\\d+") ? JSON.numberNode(Long.parseLong(text)) : null;
      }
      if (shape == Shape.Value.DECIMAL) {
        boolean number = text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
        return number ? JSON.numberNode(Double.parseDouble(text)) : null;
      }
    } catch (NumberFormatException e) {
      return null; // more digits than a long holds
    }
    return switch (text) {
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      default -> null;
    };
  }

  private static String expected(Shape shape) {
    if (shape instanceof Shape.Choice choice) {
      return "must be one of " + String.join(", ", choice.byWord().keySet());
    }
    if (shape == Shape.Value.WHOLE) {
      return "must be a whole number";
    }
    if (shape == Shape.Value.DECIMAL) {
      return "must be a number";
    }
    return shape == Shape.Value.FLAG ? "must be true or false" : "must be a text";
  }

  private static String quoteHint(Node node, Shape shape) {
    boolean colon = shape == Shape.Value.TEXT && node instanceof Node.Mapping;
    return colon ? "; put a text that holds \": \" in quotes" : "";
  }

  private void problem(Node node, String path, String message) {
    problems.add(new SpecProblem(node.mark(), path, message));
  }

  private static JsonNode orNull(@Nullable JsonNode value) {
    return value == null ? JSON.nullNode() : value;
  }

  private static String parent(String path) {
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return cut < 0 ? "" : path.substring(0, cut);
  }
}
