package dev.triptych.cli.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What users may write in fewer words than a spec's records have. */
final class Shorthands {
  private Shorthands() {}

  /** All of them. */
  static Node spelledOut(Node user) {
    return changed(sections(user), "identity", Shorthands::firstFace);
  }

  /**
   * {@code priors: mannequin-64} is short for {@code priors: {name: mannequin-64}}, and so are
   * others.
   */
  static Node sections(Node user) {
    Node named = section(section(user, "priors", "name"), "trainedOn", "regime");
    return changed(
        named,
        "identity",
        identity ->
            changed(
                section(identity, "photo", "file"),
                "photo",
                photo -> section(photo, "tuning", "steps")));
  }

  /** With {@code seeds}, what says {@code seed} is the first of them. */
  private static Node firstFace(Node identity) {
    return identity instanceof Node.Mapping mapping
            && mapping.get("seed") == null
            && mapping.get("seeds") instanceof Node.Sequence seeds
            && !seeds.items().isEmpty()
        ? with(mapping, "seed", seeds.items().get(0))
        : identity;
  }

  /** A single value in place of a section is its main field. */
  private static Node section(Node user, String section, String field) {
    return changed(
        user,
        section,
        node ->
            node instanceof Node.Scalar scalar && !scalar.empty()
                ? new Node.Mapping(
                    scalar.mark(), Map.of(field, new Node.Entry(scalar.mark(), scalar)))
                : node);
  }

  private static Node changed(Node user, String key, UnaryOperator<Node> change) {
    Node value = user instanceof Node.Mapping mapping ? mapping.get(key) : null;
    return value == null ? user : with((Node.Mapping) user, key, change.apply(value));
  }

  private static Node with(Node.Mapping mapping, String key, Node value) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
    Node.Entry former = entries.get(key);
    Mark mark = former == null ? value.mark() : former.keyMark();
    entries.put(key, new Node.Entry(mark, value));
    return new Node.Mapping(mapping.mark(), entries);
  }
}
