package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Items;
import dev.triptych.models.checkpoints.Pickled.Made;
import dev.triptych.models.checkpoints.Pickled.Table;
import dev.triptych.models.checkpoints.Pickled.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pickled PyTorch module, or one of TorchScript: attributes by module path, and tensors by the
 * names that a state dict gives them.
 */
final class ModuleTree {
  private static final int MAX_NAME = 1024;
  private static final int STEP = 64; // what each step of a pickle pays
  private static final int NODE = 256; // what a module or tensor costs beside its name
  private static final int ENTRY = 16; // what it costs to look at an attribute
  private static final String PERSISTENT = "_reconstruct_persistent_obj"; // StyleGAN's and EG3D's

  private final Map<String, Table> modules = new LinkedHashMap<>();
  private final Map<String, String> classes = new LinkedHashMap<>();
  private final Map<String, Pickled> tensors = new LinkedHashMap<>();
  private final Deque<Step> open = new ArrayDeque<>();
  private long budget;

  private record Step(String path, Pickled module) {}

  private ModuleTree(int size) {
    this.budget = (long) STEP * size;
  }

  /**
   * @param size of the pickle in steps, of which an honest module or tensor takes a dozen; a tree
   *     with one for every four steps, or with names to match, repeats itself on purpose
   */
  static ModuleTree of(Pickled root, int size) throws Malformed {
    ModuleTree tree = new ModuleTree(size);
    tree.open.push(new Step("", root));
    while (!tree.open.isEmpty()) {
      tree.visit(tree.open.pop());
    }
    return tree;
  }

  /** Whether a node is a module, or might be one. */
  static boolean isModule(@Nullable Pickled node) {
    return !TensorNodes.isTensor(node) && attributes(node) != null;
  }

  /** Attributes by path; the root's is empty. */
  Map<String, Table> modules() {
    return modules;
  }

  /** The attributes of the module at a path, or an empty table. */
  Table module(String path) {
    return modules.getOrDefault(path, new Table());
  }

  /** The class of the module at a path, without its package; empty if there is none. */
  String className(String path) {
    return classes.getOrDefault(path, "");
  }

  /** Tensors by name. */
  Map<String, Pickled> tensors() {
    return tensors;
  }

  private void visit(Step step) throws Malformed {
    Table attributes = attributes(step.module());
    if (attributes == null) {
      return;
    }
    charge(ENTRY * (long) attributes.entries().size());
    modules.put(step.path(), attributes);
    classes.put(step.path(), className(step.module()));
    if (attributes.get("_modules") instanceof Table children
        && attributes.get("_parameters") instanceof Table parameters) {
      addTensors(step.path(), parameters, Set.of());
      if (attributes.get("_buffers") instanceof Table buffers) {
        addTensors(step.path(), buffers, unsaved(attributes));
      }
      addModules(step.path(), children);
    } else {
      addTensors(step.path(), attributes, Set.of());
      addModules(step.path(), attributes);
    }
  }

  private Set<String> unsaved(Table attributes) throws Malformed {
    Set<String> names = new LinkedHashSet<>();
    if (attributes.get("_non_persistent_buffers_set") instanceof Items items) {
      charge(ENTRY * (long) items.values().size());
      for (Pickled item : items.values()) {
        if (item instanceof Text text) {
          names.add(text.value());
        }
      }
    }
    return names;
  }

  private void addTensors(String path, Table table, Set<String> unsaved) throws Malformed {
    charge(ENTRY * (long) table.entries().size());
    for (Map.Entry<String, Pickled> entry : table.entries().entrySet()) {
      if (TensorNodes.isTensor(entry.getValue()) && !unsaved.contains(entry.getKey())) {
        tensors.put(below(path, entry.getKey()), entry.getValue());
      }
    }
  }

  private void addModules(String path, Table table) throws Malformed {
    charge(ENTRY * (long) table.entries().size());
    for (Map.Entry<String, Pickled> entry : table.entries().entrySet()) {
      if (isModule(entry.getValue())) {
        open.push(new Step(below(path, entry.getKey()), entry.getValue()));
      }
    }
  }

  private String below(String path, String name) throws Malformed {
    int length = path.length() + name.length();
    charge(length > MAX_NAME ? Long.MAX_VALUE : NODE + length);
    return path.isEmpty() ? name : path + "." + name;
  }

  private void charge(long cost) throws Malformed {
    if (cost > budget) {
      throw new Malformed("its modules contain themselves or each other many times over");
    }
    budget -= cost;
  }

  private static @Nullable Table attributes(@Nullable Pickled node) {
    if (!(node instanceof Made made)) {
      return null;
    }
    if (made.callee().endsWith("." + PERSISTENT)) {
      return made.arguments().get(0) instanceof Table meta
              && meta.get("state") instanceof Table state
          ? state
          : null;
    }
    return made.state() instanceof Table state ? state : null;
  }

  private static String className(Pickled node) {
    if (node instanceof Made made
        && made.callee().endsWith("." + PERSISTENT)
        && made.arguments().get(0) instanceof Table meta
        && meta.get("class_name") instanceof Text name) {
      return Shown.of(name.value());
    }
    String name = node instanceof Made made ? made.callee() : "";
    return Shown.of(name.substring(name.lastIndexOf('.') + 1));
  }
}
