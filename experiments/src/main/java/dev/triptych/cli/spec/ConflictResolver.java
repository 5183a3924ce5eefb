package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.workflows.spec.Excess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves conflicts between settings: of two that do not go together, the one that nobody asked
 * for takes the other's value.
 */
final class ConflictResolver {
  private static final Pattern VARIANT = Pattern.compile("variants\\[(\\d+)]\\.set\\.(.+)");

  private final JsonNode tree;
  private final Function<String, Mark> markOf;
  private final Set<String> unasked;
  private final Set<String> adjusted = new HashSet<>();
  private final List<Adjustment> adjustments = new ArrayList<>();

  /**
   * @param tree the bound spec, to be changed
   * @param markOf tells where the value at a path comes from
   * @param unasked sources that are not the user's
   */
  ConflictResolver(JsonNode tree, Function<String, Mark> markOf, Set<String> unasked) {
    this.tree = tree;
    this.markOf = markOf;
    this.unasked = Set.copyOf(unasked);
  }

  /** What has given way by now. */
  List<Adjustment> adjustments() {
    return List.copyOf(adjustments);
  }

  /** Resolves what can be resolved; false if that is nothing. */
  boolean resolve(List<Excess> conflicts) {
    int before = adjustments.size();
    for (Excess conflict : conflicts) {
      if (asked(conflict.path()) != asked(conflict.limitPath())) {
        boolean limitGivesWay = asked(conflict.path());
        adjust(
            limitGivesWay ? conflict.limitPath() : conflict.path(),
            limitGivesWay ? conflict.path() : conflict.limitPath());
      }
    }
    return adjustments.size() > before;
  }

  /** Whether a user asked for the value, or it gave way to one already. */
  private boolean asked(String path) {
    Place place = place(path);
    if (place.inherited()) {
      return asked(place.key());
    }
    return adjusted.contains(path) || !unasked.contains(markOf.apply(path).source());
  }

  private void adjust(String path, String to) {
    JsonNode instead = value(path);
    JsonNode value = value(to);
    Place place = place(path);
    String source = markOf.apply(place.inherited() ? place.key() : path).source();
    place.section().set(place.key(), value);
    adjusted.add(path);
    adjustments.add(new Adjustment(path, source, instead, value, to));
  }

  private JsonNode value(String path) {
    Place place = place(path);
    return place.inherited() ? value(place.key()) : place.section().get(place.key());
  }

  /**
   * Where a value stands.
   *
   * @param key the field's name; in a variant the path of the setting that it lays over
   * @param overlay whether this is a variant
   */
  private record Place(ObjectNode section, String key, boolean overlay) {
    /** A variant that does not set it has it from the spec. */
    boolean inherited() {
      return overlay && !section.has(key);
    }
  }

  private Place place(String path) {
    Matcher variant = VARIANT.matcher(path);
    if (variant.matches()) {
      JsonNode variants = tree.path("variants");
      JsonNode set = variants.path(Integer.parseInt(variant.group(1))).path("set");
      return new Place((ObjectNode) set, variant.group(2), true);
    }
    int dot = path.lastIndexOf('.');
    JsonNode section = dot < 0 ? tree : tree.at("/" + path.substring(0, dot).replace('.', '/'));
    return new Place((ObjectNode) section, path.substring(dot + 1), false);
  }
}
