package dev.triptych.models.priors.imports;

import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.priors.PriorManifest.Entry;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.models.priors.imports.ImportReport.Source;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a set's new parts.
 *
 * @param asked how numbers are kept; null for as they are
 */
record SetFiles(SetDraft set, @Nullable Precision asked) {
  private static final String UNKNOWN = "0".repeat(64);

  /** The files as they would be, as far as that is known before they are written. */
  Map<String, Entry> planned() {
    Map<String, Entry> planned = new TreeMap<>();
    for (PartDraft part : set.parts()) {
      for (NetworkDraft network : part.networks()) {
        planned.put(network.role(), new Entry(network.role(), UNKNOWN, size(network)));
      }
      PriorSet from = part.from();
      if (from != null) {
        part.copied().forEach(role -> planned.put(role, from.manifest().files().get(role)));
      }
    }
    if (set.vocabulary() != null) {
      planned.put("vocab", new Entry("vocab", UNKNOWN, 0));
      planned.put("merges", new Entry("merges", UNKNOWN, 0));
    }
    return planned;
  }

  private long size(NetworkDraft network) {
    return SafetensorsWriter.size(network.shapes(), network.precision(asked));
  }

  /**
   * Writes them, but for those that an interrupted import has left.
   *
   * @param sources of each role
   * @param progress told what is being done
   */
  Map<String, Entry> write(
      SetWriter writer,
      Leftovers leftovers,
      Map<String, List<Source>> sources,
      Consumer<String> progress)
      throws IOException {
    Map<String, Entry> written = found(leftovers, sources, progress);
    List<String> kept = new ArrayList<>(set.paths());
    kept.add(Leftovers.NAME);
    written.values().forEach(entry -> kept.add(entry.path()));
    writer.clean(kept, List.of());
    for (PartDraft part : set.parts()) {
      for (NetworkDraft network : part.networks()) {
        String role = network.role();
        if (written.containsKey(role)) {
          continue;
        }
        progress.accept(
            String.format(Locale.ROOT, "writing %s, %.1f MB", role, size(network) / 1e6));
        Precision precision = network.precision(asked);
        Entry entry = writer.write(role, "safetensors", new NetworkConversion(network, precision));
        leftovers.add(recipe(network, sources), entry, writer);
        written.put(role, entry);
      }
      PriorSet from = part.from();
      if (from != null) {
        for (String role : part.copied()) {
          progress.accept("copying " + role + " of " + from.name());
          String path = Objects.requireNonNull(from.manifest().files().get(role)).path();
          String ending = path.substring(path.lastIndexOf('.') + 1);
          written.put(role, writer.write(role, ending, out -> from.copy(role, out)));
        }
      }
    }
    Vocabulary vocabulary = set.vocabulary();
    if (vocabulary != null) {
      written.putAll(writer.write(vocabulary));
    }
    return written;
  }

  private Map<String, Entry> found(
      Leftovers leftovers, Map<String, List<Source>> sources, Consumer<String> progress)
      throws IOException {
    Map<String, Entry> found = new TreeMap<>();
    for (PartDraft part : set.parts()) {
      for (NetworkDraft network : part.networks()) {
        Entry entry = leftovers.find(recipe(network, sources));
        if (entry != null) {
          progress.accept("keeping " + network.role() + " of an import that was stopped");
          found.put(network.role(), entry);
        }
      }
    }
    return found;
  }

  private @Nullable String recipe(NetworkDraft network, Map<String, List<Source>> sources) {
    return Leftovers.recipe(
        network, network.precision(asked), sources.getOrDefault(network.role(), List.of()));
  }
}
