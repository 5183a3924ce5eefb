package dev.triptych.models.checkpoints;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pickled generator: its modules' settings and its tensors, and what cannot be used of it. */
final class Eg3dModules {
  private final ModuleTree tree;
  private final PickledTensors tensors;
  private final TensorNodes nodes;
  private final List<String> reasons = new ArrayList<>();

  Eg3dModules(ModuleTree tree, PickledTensors tensors, TensorNodes nodes) {
    this.tree = tree;
    this.tensors = tensors;
    this.nodes = nodes;
  }

  PickledTensors tensors() {
    return tensors;
  }

  /** Why it cannot be used. */
  List<String> reasons() {
    return reasons;
  }

  void refuse(String reason) {
    if (!reasons.contains(reason)) {
      reasons.add(reason);
    }
  }

  void refuseIf(boolean wrong, String reason) {
    if (wrong) {
      refuse(reason);
    }
  }

  Attributes at(String path) {
    return new Attributes(tree.module(path));
  }

  String className(String path) {
    return tree.className(path);
  }

  /** Settings of all modules below a path, by path. */
  Map<String, Attributes> below(String path) {
    Map<String, Attributes> found = new TreeMap<>();
    tree.modules()
        .forEach(
            (name, table) -> {
              if (name.startsWith(path + ".")) {
                found.put(name, new Attributes(table));
              }
            });
    return found;
  }

  /** Names of the modules right below a path. */
  List<String> children(String path) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return tree.modules().keySet().stream()
        .filter(name -> name.startsWith(prefix) && !name.isEmpty())
        .map(name -> name.substring(prefix.length()))
        .filter(name -> !name.contains("."))
        .sorted()
        .toList();
  }

  /** A size of a tensor, or 0 with a reason if there is no such tensor. */
  int size(String tensor, int axis) {
    Shape shape = tensors.shape(tensor);
    if (shape == null || axis >= shape.dimension() || shape.get(axis) > Integer.MAX_VALUE) {
      refuse("the tensor " + tensor + " is missing or has no axis " + axis);
      return 0;
    }
    return (int) shape.get(axis);
  }

  /** A number that must be there, or 0 with a reason. */
  double number(Attributes settings, String key, String what) throws IOException {
    Double value = settings.number(key);
    refuseIf(value == null, what + " is " + settings.shown(key) + " (" + key + "), not a number");
    return value == null ? 0 : value;
  }

  /** A whole number that must be there, or 0 with a reason. */
  int whole(Attributes settings, String key, String what) throws IOException {
    Integer value = settings.whole(key);
    refuseIf(
        value == null, what + " is " + settings.shown(key) + " (" + key + "), not a whole number");
    return value == null ? 0 : value;
  }

  /** The few numbers of a small tensor among the settings or buffers; none if it is no such. */
  double[] numbers(String path, String key) throws IOException {
    try {
      return nodes.tensor(tree.module(path).get(key)).values();
    } catch (Malformed e) {
      return new double[0];
    }
  }
}
