package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Table;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.weights.Flaw;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * EG3D's generator out of a pickle of its training code, which is read as data: its classes, and
 * the source text that it carries along, are passed over. See {@link Checkpoints} for the memory
 * that this takes.
 *
 * @param tensors under the names that {@link dev.triptych.models.eg3d.Eg3dGenerator} asks for
 * @param notes sentences for the user about what was found
 */
public record Eg3dCheckpoint(Eg3dConfig config, TensorSource tensors, List<String> notes) {
  private static final String FILTER = "resample_filter";
  private static final double[] TAPS = {1 / 8.0, 3 / 8.0, 3 / 8.0, 1 / 8.0};

  public Eg3dCheckpoint {
    notes = List.copyOf(notes);
  }

  /**
   * Opens a snapshot of EG3D's training (its averaged generator, {@code G_ema}) or a generator on
   * its own. Whether every tensor is there in its shape shows when the network is loaded.
   *
   * @throws WeightsException if the file is damaged or holds no generator that can be expressed
   *     here; it gives every reason
   */
  public static Eg3dCheckpoint open(Path pickle) {
    return Checkpoints.reading(pickle, () -> read(pickle));
  }

  private static Eg3dCheckpoint read(Path pickle) throws IOException, Malformed {
    TorchFile file = Checkpoints.torch(Checkpoints.content(pickle));
    ModuleTree tree = ModuleTree.of(generator(file.root()), file.size());
    PickledTensors tensors = PickledTensors.of(pickle.toString(), file, tree.tensors());
    Eg3dModules modules = new Eg3dModules(tree, tensors, new TensorNodes(file));
    TreeSet<String> missing = new TreeSet<>(Set.of("backbone", "superresolution", "decoder"));
    missing.removeAll(modules.children(""));
    if (!missing.isEmpty()) {
      throw new Malformed(
          "its generator, a "
              + modules.className("")
              + ", is none of EG3D's: it has no "
              + missing);
    }
    Eg3dConfigReader reader = new Eg3dConfigReader(modules);
    Optional<Eg3dConfig> config = reader.config();
    TensorSource used = used(modules, reader);
    if (config.isEmpty() || !modules.reasons().isEmpty()) {
      throw new WeightsException(
          "This generator cannot be used here",
          pickle.toString(),
          modules.reasons().stream().map(reason -> new Flaw(null, reason)).toList());
    }
    List<String> notes = new ArrayList<>();
    notes.add(summary(modules, config.get(), used));
    notes.addAll(reader.notes());
    return new Eg3dCheckpoint(config.get(), used, notes);
  }

  private static Pickled generator(Pickled root) throws Malformed {
    if (!(root instanceof Table table)) {
      return root;
    }
    Pickled averaged = table.get("G_ema");
    if (averaged == null || !ModuleTree.isModule(averaged)) {
      List<String> keys = table.entries().keySet().stream().limit(10).map(Shown::of).toList();
      throw new Malformed("it has no generator G_ema; its keys are " + keys);
    }
    return averaged;
  }

  /** All tensors but the low-pass filters, which our layers know by heart. */
  private static TensorSource used(Eg3dModules modules, Eg3dConfigReader reader)
      throws IOException {
    PickledTensors all = modules.tensors();
    Selection used = new Selection(all.origin());
    for (String name : all.names()) {
      Double factor = reader.factors().get(name);
      if (name.endsWith("." + FILTER)) {
        modules.refuseIf(
            !isTheFilter(all.tensor(name).values()), "it smooths with another filter: " + name);
      } else if (factor == null) {
        used.add(name, all, name);
      } else {
        used.addScaled(name, all, name, factor);
      }
    }
    return used;
  }

  private static boolean isTheFilter(double[] values) {
    double[] expected = new double[TAPS.length * TAPS.length];
    Arrays.setAll(expected, i -> TAPS[i / TAPS.length] * TAPS[i % TAPS.length]);
    return Arrays.equals(values, expected);
  }

  private static String summary(Eg3dModules modules, Eg3dConfig config, TensorSource tensors) {
    long numbers = 0;
    for (String name : tensors.names()) {
      numbers += Selection.shape(tensors, name).size();
    }
    return String.format(
        Locale.ROOT,
        "%s with %s: %,d numbers in %d tensors; images of %d pixels from %d rays a side.",
        modules.className(""),
        modules.className("superresolution"),
        numbers,
        tensors.names().size(),
        config.imageSize(),
        config.rendering().size());
  }
}
