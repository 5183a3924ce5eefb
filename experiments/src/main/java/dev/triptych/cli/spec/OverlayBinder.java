package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds a variant: the name of one that is built in, or {@code {name: …, set: {…}}}. The settings
 * may be nested as in a spec or written with dots, {@code edit.tau: 0.7}; bound they have dots.
 */
final class OverlayBinder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String FORM =
      "a variant of your own has a name and what it sets: {name: tau-0.7, set: {edit.tau: 0.7}}";

  private final Binder binder;
  private final List<SpecProblem> problems;

  OverlayBinder(Binder binder, List<SpecProblem> problems) {
    this.binder = binder;
    this.problems = problems;
  }

  JsonNode bind(Node node, Shape.Overlay shape, String path) {
    if (node instanceof Node.Mapping mapping) {
      return own(mapping, shape, path);
    }
    if (node instanceof Node.Scalar scalar
        && !scalar.empty()
        && !shape.builtIn().byWord().containsKey(Shape.Choice.word(scalar.text()))) {
      String all =
          "; it is one of " + String.join(", ", shape.builtIn().byWord().keySet()) + "; " + FORM;
      String hint = Suggestion.didYouMean(scalar.text(), shape.builtIn().byWord().keySet(), all);
      problem(node.mark(), path, "cannot be \"" + scalar.text() + "\"" + hint);
      return JSON.nullNode();
    }
    if (node instanceof Node.Sequence) {
      problem(node.mark(), path, "must be a variant, but is a list; " + FORM);
      return JSON.nullNode();
    }
    return binder.bind(node, shape.builtIn(), path, null);
  }

  private JsonNode own(Node.Mapping mapping, Shape.Overlay shape, String path) {
    int before = problems.size();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!key.equals("name") && !key.equals("set")) {
                problem(
                    entry.keyMark(), YamlReader.child(path, key), "is not a known key; " + FORM);
              }
            });
    JsonNode name = text(mapping, path);
    JsonNode set = settings(mapping, shape.settings(), path);
    if (problems.size() > before) {
      return JSON.nullNode();
    }
    ObjectNode bound = JSON.objectNode();
    bound.set("name", name);
    bound.set("set", set);
    return bound;
  }

  private JsonNode text(Node.Mapping mapping, String path) {
    Node name = mapping.get("name");
    String child = YamlReader.child(path, "name");
    if (name == null) {
      problem(mapping.mark(), child, "is missing; " + FORM);
      return JSON.nullNode();
    }
    return binder.bind(name, Shape.Value.TEXT, child, null);
  }

  private JsonNode settings(Node.Mapping mapping, Shape.Fields shape, String path) {
    Node set = mapping.get("set");
    String child = YamlReader.child(path, "set");
    if (!(set instanceof Node.Mapping settings) || settings.entries().isEmpty()) {
      Mark mark = set == null ? mapping.mark() : set.mark();
      problem(mark, child, "must say what the variant sets; " + FORM);
      return JSON.nullNode();
    }
    Map<String, JsonNode> bound = new LinkedHashMap<>();
    flatten(settings, shape, child, "", bound);
    ObjectNode flat = JSON.objectNode();
    bound.forEach(flat::set);
    return flat;
  }

  /** Adds what {@code mapping} sets, by paths that begin with {@code prefix}. */
  private void flatten(
      Node.Mapping mapping,
      Shape.Fields shape,
      String path,
      String prefix,
      Map<String, JsonNode> bound) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              String child = YamlReader.child(path, key);
              Shape field = at(shape, key, entry.keyMark(), child);
              if (field instanceof Shape.Fields fields && entry.value() instanceof Node.Mapping m) {
                flatten(m, fields, child, prefix + key + ".", bound);
              } else if (field != null) {
                JsonNode value = binder.bind(entry.value(), field, child, null);
                if (bound.put(prefix + key, value) != null) {
                  problem(entry.keyMark(), child, "is set twice");
                }
              }
            });
  }

  /** The shape of the setting with this dotted name; null, with a problem, if there is none. */
  private @Nullable Shape at(Shape.Fields shape, String name, Mark mark, String path) {
    Shape at = shape;
    for (String key : name.split("\\.", -1)) {
      Shape.Field field = at instanceof Shape.Fields fields ? fields.byName().get(key) : null;
      if (field == null) {
        List<String> known =
            at instanceof Shape.Fields fields ? List.copyOf(fields.byName().keySet()) : List.of();
        String all = known.isEmpty() ? "" : "; it may be " + String.join(", ", known);
        problem(
            mark, path, "is not a setting of a portrait" + Suggestion.didYouMean(key, known, all));
        return null;
      }
      at = field.shape();
    }
    return at;
  }

  private void problem(Mark mark, String path, String message) {
    problems.add(new SpecProblem(mark, path, message));
  }
}
