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
   */
  static @Nullable Node override(String setting, List<SpecProblem> problems) {
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
    String text = setting.substring(equals + 1);
    Mark mark = Mark.of(source);
    List<SpecProblem> unreadable = new ArrayList<>();
    Node value =
        text.isBlank()
            ? new Node.Scalar(mark, "", true)
            : YamlReader.read(source, text, unreadable);
    unreadable.forEach(p -> problems.add(new SpecProblem(mark, path, p.message())));
    if (value == null) {
      return null;
    }
    Node layer = unmarked(value, mark);
    String[] keys = path.split("\\.", -1);
    for (int i = keys.length - 1; i >= 0; i--) {
      layer = new Node.Mapping(mark, Map.of(keys[i], new Node.Entry(mark, layer)));
    }
    return layer;
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
