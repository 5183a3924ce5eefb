package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Table;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the tensors of a checkpoint, which trainings keep at the top or below a key. */
final class StateDictSearch {
  private static final int NESTING = 3;

  /** Where trainings keep their weights, the likeliest first. */
  private static final List<String> KEYS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model",
          "module",
          "params_ema",
          "params",
          "net",
          "generator",
          "G_ema",
          "weights");

  private final int size;
  private final Set<Pickled> seen = new HashSet<>(); // by identity, as containers are compared

  private StateDictSearch(int size) {
    this.size = size;
  }

  /**
   * @return tensors by name, never none
   * @throws Malformed if there are none, which says what is there instead
   */
  static Map<String, Pickled> of(TorchFile file) throws Malformed {
    Map<String, Pickled> found = new StateDictSearch(file.size()).tensors(file.root(), 0);
    if (found.isEmpty()) {
      throw new Malformed("it has no tensors; " + inventory(file.root()));
    }
    return found;
  }

  private Map<String, Pickled> tensors(Pickled node, int depth) throws Malformed {
    if (!seen.add(node)) {
      return Map.of(); // whatever is below it has been looked at
    }
    if (!(node instanceof Table table)) {
      return ModuleTree.isModule(node) ? ModuleTree.of(node, size).tensors() : Map.of();
    }
    Map<String, Pickled> own = new LinkedHashMap<>();
    table
        .entries()
        .forEach(
            (name, value) -> {
              if (TensorNodes.isTensor(value)) {
                own.put(name, value);
              }
            });
    if (!own.isEmpty() || depth == NESTING) {
      return own;
    }
    for (String key : KEYS) {
      Pickled value = table.get(key);
      Map<String, Pickled> below = value == null ? Map.of() : tensors(value, depth + 1);
      if (!below.isEmpty()) {
        return below;
      }
    }
    return Map.of();
  }

  private static String inventory(Pickled root) {
    if (!(root instanceof Table table)) {
      return "it is no dictionary of tensors and no module";
    }
    List<String> keys = table.entries().keySet().stream().limit(10).map(Shown::of).toList();
    return "its keys are " + keys;
  }
}
