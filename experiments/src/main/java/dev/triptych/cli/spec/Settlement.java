package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.workflows.spec.Excess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Settles quarrels between settings: of two that do not go together, the one that nobody asked for
 * takes the other's value.
 */
final class Settlement {
  private final JsonNode tree;
  private final Function<String, Mark> markOf;
  private final Set<String> unasked;
  private final Set<String> settled = new HashSet<>();
  private final List<Bent> bent = new ArrayList<>();

  /**
   * @param tree the bound spec, to be changed
   * @param markOf tells where the value at a path comes from
   * @param unasked sources that are not the user's
   */
  Settlement(JsonNode tree, Function<String, Mark> markOf, Set<String> unasked) {
    this.tree = tree;
    this.markOf = markOf;
    this.unasked = Set.copyOf(unasked);
  }

  /** What has given way by now. */
  List<Bent> bent() {
    return List.copyOf(bent);
  }

  /** Settles what can be settled; false if that is nothing. */
  boolean settle(List<Excess> quarrels) {
    int before = bent.size();
    for (Excess quarrel : quarrels) {
      if (asked(quarrel.path()) != asked(quarrel.limitPath())) {
        boolean limitGivesWay = asked(quarrel.path());
        bend(
            limitGivesWay ? quarrel.limitPath() : quarrel.path(),
            limitGivesWay ? quarrel.path() : quarrel.limitPath());
      }
    }
    return bent.size() > before;
  }

  /** Whether a user asked for the value, or it gave way to one already. */
  private boolean asked(String path) {
    return settled.contains(path) || !unasked.contains(markOf.apply(path).source());
  }

  private void bend(String path, String to) {
    JsonNode instead = at(path);
    JsonNode value = at(to);
    int dot = path.lastIndexOf('.');
    ((ObjectNode) at(path.substring(0, Math.max(0, dot)))).set(path.substring(dot + 1), value);
    settled.add(path);
    bent.add(new Bent(path, markOf.apply(path).source(), instead, value, to));
  }

  private JsonNode at(String path) {
    return path.isEmpty() ? tree : tree.at("/" + path.replace('.', '/'));
  }
}
