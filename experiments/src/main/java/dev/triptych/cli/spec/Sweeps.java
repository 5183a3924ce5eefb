package dev.triptych.cli.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Spells sweeps out: a variant that sets a list of values stands for one variant for each of them,
 * or for each combination of several lists, named after the values. {@code {name: tau, set:
 * {edit.tau: [0.5, 0.7]}}} is {@code tau-0.5} and {@code tau-0.7}. What comes of it is as if it had
 * been written so; values keep their places, so that errors are told where they stand.
 */
final class Sweeps {
  private static final int MOST = 1000; // as many portraits as a launch takes

  /**
   * One choice of values.
   *
   * @param name what it adds to the variant's name
   */
  private record Point(String name, Node value) {}

  private final List<SpecProblem> problems;

  private Sweeps(List<SpecProblem> problems) {
    this.problems = problems;
  }

  /** The same spec without sweeps. */
  static Node spelledOut(Node spec, List<SpecProblem> problems) {
    if (spec instanceof Node.Mapping mapping
        && mapping.get("variants") instanceof Node.Sequence variants) {
      List<Node> all = new ArrayList<>();
      for (int i = 0; i < variants.items().size(); i++) {
        all.addAll(new Sweeps(problems).variants(variants.items().get(i), "variants[" + i + "]"));
      }
      return with(mapping, "variants", new Node.Sequence(variants.mark(), all));
    }
    return spec;
  }

  private List<Node> variants(Node variant, String path) {
    if (!(variant instanceof Node.Mapping mapping)
        || !(mapping.get("set") instanceof Node.Mapping settings)) {
      return List.of(variant);
    }
    List<Point> points = points(settings, YamlReader.child(path, "set"));
    if (!(mapping.get("name") instanceof Node.Scalar name)) {
      // Without a name there is nothing to be named after, which the binder tells once.
      return List.of(with(mapping, "set", points.get(0).value()));
    }
    List<Node> all = new ArrayList<>();
    for (Point point : points) {
      Node named =
          point.name().isEmpty()
              ? name
              : new Node.Scalar(name.mark(), name.text() + point.name(), true);
      all.add(with(with(mapping, "set", point.value()), "name", named));
    }
    return all;
  }

  /** Every combination of the values that a mapping sets; at least one. */
  private List<Point> points(Node.Mapping settings, String path) {
    List<Point> points = List.of(new Point("", new Node.Mapping(settings.mark(), Map.of())));
    for (Map.Entry<String, Node.Entry> setting : settings.entries().entrySet()) {
      List<Point> choices =
          choices(setting.getValue().value(), YamlReader.child(path, setting.getKey()));
      if ((long) points.size() * choices.size() > MOST) {
        problem(
            setting.getValue().keyMark(),
            YamlReader.child(path, setting.getKey()),
            "makes more than " + MOST + " variants of one");
        choices = choices.subList(0, 1);
      }
      points = product(points, setting.getKey(), setting.getValue().keyMark(), choices);
    }
    return points;
  }

  private static List<Point> product(
      List<Point> points, String key, Mark keyMark, List<Point> choices) {
    List<Point> all = new ArrayList<>();
    for (Point point : points) {
      for (Point choice : choices) {
        Map<String, Node.Entry> entries =
            new LinkedHashMap<>(((Node.Mapping) point.value()).entries());
        entries.put(key, new Node.Entry(keyMark, choice.value()));
        all.add(
            new Point(
                point.name() + choice.name(), new Node.Mapping(point.value().mark(), entries)));
      }
    }
    return all;
  }

  private List<Point> choices(Node value, String path) {
    if (value instanceof Node.Mapping section) {
      return points(section, path);
    }
    if (!(value instanceof Node.Sequence list)) {
      return List.of(new Point("", value));
    }
    if (list.items().isEmpty()) {
      return List.of(new Point("", value)); // the binder tells that it is no value
    }
    List<Point> choices = new ArrayList<>();
    for (Node item : list.items()) {
      choices.add(new Point(item instanceof Node.Scalar scalar ? "-" + word(scalar) : "", item));
    }
    return choices;
  }

  /** Without what several variants of one sweep have in common: each place is told once. */
  static List<SpecProblem> once(List<SpecProblem> problems) {
    Set<SpecProblem> known = new HashSet<>();
    return problems.stream()
        .filter(
            problem ->
                known.add(
                    new SpecProblem(
                        problem.mark(),
                        problem.path().replaceFirst("^variants\\[\\d+]", "variants"),
                        problem.message())))
        .toList();
  }

  /** The value as a part of a name. */
  private static String word(Node.Scalar value) {
    String word = value.text().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return word.isEmpty() ? "empty" : word;
  }

  private static Node.Mapping with(Node.Mapping mapping, String key, Node value) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(mapping.entries());
    Node.Entry before = mapping.entries().get(key);
    entries.put(key, new Node.Entry(before == null ? value.mark() : before.keyMark(), value));
    return new Node.Mapping(mapping.mark(), entries);
  }

  private void problem(Mark mark, String path, String message) {
    problems.add(new SpecProblem(mark, path, message));
  }
}
