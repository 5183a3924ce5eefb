package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays settings over settings: mappings merge key by key, anything else replaces what lies below.
 */
final class Layers {
  private Layers() {}

  static Node merge(Node below, Node above) {
    if (!(below instanceof Node.Mapping lower)) {
      return above;
    }
    if (above instanceof Node.Scalar scalar && scalar.empty()) {
      return below; // a section whose lines are all commented out
    }
    if (!(above instanceof Node.Mapping upper)) {
      return above;
    }
    Map<String, Node.Entry> merged = new LinkedHashMap<>(lower.entries());
    upper
        .entries()
        .forEach(
            (key, entry) -> {
              Node.Entry under = lower.entries().get(key);
              Node value = under == null ? entry.value() : merge(under.value(), entry.value());
              merged.put(key, new Node.Entry(entry.keyMark(), value));
            });
    // The file's place says more than an option's.
    Mark mark = lower.mark().line() > 0 ? lower.mark() : upper.mark();
    return new Node.Mapping(mark, merged);
  }

  /** Settings that come from a program rather than a file. */
  static Node of(JsonNode json, String source) {
    Mark mark = Mark.of(source);
    if (json.isObject()) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      json.properties()
          .forEach(e -> entries.put(e.getKey(), new Node.Entry(mark, of(e.getValue(), source))));
      return new Node.Mapping(mark, entries);
    }
    if (json.isArray()) {
      List<Node> items = new ArrayList<>();
      json.forEach(item -> items.add(of(item, source)));
      return new Node.Sequence(mark, items);
    }
    return new Node.Scalar(mark, json.asText(), json.isTextual());
  }

  /**
   * The layer of one {@code --set path=value}; null, with a problem, if it does not have that form.
   * The value of a text setting is taken as it stands, and so is one that no setting takes. Others
   * are written as in a file.
   *
   * @param shape of the whole spec
   */
  static @Nullable Node override(String setting, Shape shape, List<SpecProblem> problems) {
    String source = "--set " + setting;
    int equals = setting.indexOf('=');
    String path = equals < 0 ? "" : setting.substring(0, equals).strip();
    if (!path.matches("\\w+(\\.\\w+)*")) {
      String message =
          path.contains("[")
              ? "a list is set as a whole: --set 'styles=[an elf, a clown]'"
              : "must have the form a.b=value, such as edit.tau=0.8";
      problems.add(new SpecProblem(Mark.of(source), "", message));
      return null;
    }
    Mark mark = Mark.of(source);
    List<String> keys = List.of(path.split("\\.", -1));
    String text = setting.substring(equals + 1);
    Node value =
        literal(Shape.at(shape, keys), text)
            ? new Node.Scalar(mark, text, true)
            : yaml(mark, path, text, problems);
    if (value == null) {
      return null;
    }
    Node layer = value;
    for (int i = keys.size() - 1; i >= 0; i--) {
      layer = new Node.Mapping(mark, Map.of(keys.get(i), new Node.Entry(mark, layer)));
    }
    return layer;
  }

  private static boolean literal(Shape.@Nullable Field field, String text) {
    if (field == null || text.isBlank()) {
      return true;
    }
    boolean none = field.nullable() && (text.equals("null") || text.equals("~"));
    return field.shape() == Shape.Value.TEXT && !none;
  }

  private static @Nullable Node yaml(
      Mark mark, String path, String text, List<SpecProblem> problems) {
    List<SpecProblem> unreadable = new ArrayList<>();
    Node value = YamlReader.read(mark.source(), text, unreadable);
    unreadable.forEach(p -> problems.add(new SpecProblem(mark, path, p.message())));
    return value == null ? null : unmarked(value, mark);
  }

  /** Line and column mean nothing inside an option. */
  private static Node unmarked(Node node, Mark mark) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node.Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach((key, e) -> entries.put(key, new Node.Entry(mark, unmarked(e.value(), mark))));
      return new Node.Mapping(mark, entries);
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          mark, sequence.items().stream().map(item -> unmarked(item, mark)).toList());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return new Node.Scalar(mark, scalar.text(), scalar.quoted());
  }
}
