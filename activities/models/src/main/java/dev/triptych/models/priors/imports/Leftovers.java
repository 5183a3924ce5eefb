package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.priors.PriorManifest.Entry;
import dev.triptych.models.priors.Sha256;
import dev.triptych.models.priors.imports.ImportReport.Source;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that an import had finished when it was stopped, by what they were made from. The next
 * import takes those that it would make again. They are no part of a set until a manifest names
 * them.
 */
final class Leftovers {
  static final String NAME = "unfinished.json";

  /** Part of every recipe; to be raised when the same files are to be converted in another way. */
  private static final int CONVERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private final Map<String, Entry> finished;

  private Leftovers(Path folder, Map<String, Entry> finished) {
    this.folder = folder;
    this.finished = finished;
  }

  /** Those in a set's folder; none where the list of them is missing or damaged. */
  static Leftovers in(Path folder) {
    Map<String, Entry> finished = new TreeMap<>();
    Path list = folder.resolve(NAME);
    if (Files.exists(list)) {
      try {
        finished.putAll(
            JSON.convertValue(
                ForeignJson.object(list, ForeignJson.CONFIG),
                new TypeReference<TreeMap<String, Entry>>() {}));
        finished.values().removeIf(entry -> entry == null || !hasSize(folder, entry));
      } catch (ImportException | IllegalArgumentException e) {
        finished.clear(); // they are made again
      }
    }
    return new Leftovers(folder, finished);
  }

  private static boolean hasSize(Path folder, Entry entry) {
    try {
      return Files.size(folder.resolve(entry.path())) == entry.bytes();
    } catch (IOException e) {
      return false;
    }
  }

  /** Of all of them; they are used or removed before anything is written. */
  long bytes() {
    return finished.values().stream().mapToLong(Entry::bytes).sum();
  }

  /**
   * What a network's file depends on, as one digest.
   *
   * @param files that it is made from; their digests count, not their names
   * @return null if that is not known
   */
  static @Nullable String recipe(NetworkDraft network, Precision precision, List<Source> files) {
    if (files.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    text.append(CONVERSION).append(' ').append(network.role()).append(' ').append(precision);
    files.forEach(file -> text.append('\n').append(file.sha256()));
    network
        .shapes()
        .forEach((name, shape) -> text.append('\n').append(name).append(' ').append(shape));
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The file of a recipe if it is there and still what it was when it was finished. */
  @Nullable Entry find(@Nullable String recipe) throws IOException {
    Entry entry = recipe == null ? null : finished.get(recipe);
    return entry != null && SourceFiles.sha256(folder.resolve(entry.path())).equals(entry.sha256())
        ? entry
        : null;
  }

  /** Notes that a file is finished. */
  void add(@Nullable String recipe, Entry entry, SetWriter writer) throws IOException {
    if (recipe == null) {
      return;
    }
    finished.put(recipe, entry);
    try {
      writer.replace(NAME, JSON.writeValueAsString(finished) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
