package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.checkpoints.Checkpoints;
import dev.triptych.models.checkpoints.Shards;
import dev.triptych.models.weights.TensorSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A model in the layout of the Hugging Face hub: a folder as a repository has it, a snapshot in the
 * hub's cache, whose files are links into {@code blobs}, or the cache's own folder of a model.
 */
final class HubFolder {
  private static final int REVISION = 256; // bytes of refs/main, far above a commit's

  private final Path folder;

  private HubFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * @param named by the user
   * @throws ImportException if it is no folder, or a cache with no or several snapshots
   */
  static HubFolder of(Path named, String option) {
    if (!Files.isDirectory(named)) {
      throw new ImportException(
          option + " " + named,
          Files.exists(named) ? "it is no folder" : "there is no such folder",
          "Name the folder that the model was downloaded to.");
    }
    Path snapshots = named.resolve("snapshots");
    return new HubFolder(Files.isDirectory(snapshots) ? snapshot(named, snapshots) : named);
  }

  private static Path snapshot(Path cache, Path snapshots) {
    Path main = cache.resolve("refs").resolve("main");
    if (Files.exists(main)) {
      String revision =
          new String(ForeignJson.bytes(main, REVISION), StandardCharsets.UTF_8).strip();
      Path snapshot = snapshots.resolve(revision.replaceAll("[^0-9A-Za-z._-]", "_"));
      if (Files.isDirectory(snapshot)) {
        return snapshot;
      }
    }
    List<Path> all = list(snapshots).stream().filter(Files::isDirectory).toList();
    if (all.size() == 1) {
      return all.get(0);
    }
    throw new ImportException(
        snapshots.toString(),
        "the cache has " + all.size() + " snapshots of the model, and no refs/main to tell which",
        all.isEmpty() ? "Repeat the download." : "Name one of the folders in it.");
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new ImportException(
          folder.toString(), "it cannot be read (" + e.getMessage() + ")", "Make it readable.");
    }
  }

  Path path() {
    return folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  HubFolder below(String name) {
    return new HubFolder(folder.resolve(name));
  }

  /** A network's tensors and the files that they are in. */
  record Found(TensorSource tensors, List<Path> files) {
    Found {
      files = List.copyOf(files);
    }
  }

  /**
   * The tensors of the network in this folder: whole or in shards, safetensors rather than
   * PyTorch's own format, and full numbers rather than 16-bit ones unless those are asked for.
   *
   * @param stem {@code diffusion_pytorch_model} or {@code model}
   * @throws ImportException if there are none, or shards are missing
   */
  Found weights(String stem, boolean half) {
    String torch = stem.equals("model") ? "pytorch_model" : stem;
    for (String variant : half ? List.of(".fp16", "") : List.of("", ".fp16")) {
      for (String name : List.of(stem + variant + ".safetensors", torch + variant + ".bin")) {
        if (Files.exists(file(name), LinkOption.NOFOLLOW_LINKS)) {
          return whole(file(name));
        }
        int dot = name.lastIndexOf('.');
        String ending = name.substring(dot);
        String plain = ending.equals(".bin") ? torch : stem;
        for (String index :
            List.of(
                plain + ending + ".index" + variant + ".json",
                plain + variant + ending + ".index.json")) {
          if (has(index)) {
            return shards(file(index));
          }
        }
      }
    }
    throw new ImportException(
        folder.toString(),
        "it has no weights (neither "
            + stem
            + ".safetensors nor "
            + torch
            + ".bin, whole or in shards)",
        "Download them too.");
  }

  private static Found whole(Path file) {
    if (!Files.exists(file)) {
      throw ForeignJson.missing(file);
    }
    return new Found(Checkpoints.open(file), List.of(file));
  }

  private Found shards(Path index) {
    JsonNode map = ForeignJson.object(index, ForeignJson.LISTING).path("weight_map");
    TreeSet<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> tensor : map.properties()) {
      String name = tensor.getValue().asText();
      if (!name.matches("[0-9A-Za-z][0-9A-Za-z._-]*")) {
        throw new ImportException(
            index.toString(), "it names a shard " + tensor.getValue(), "Download it again.");
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw new ImportException(index.toString(), "it names no shards", "Download it again.");
    }
    List<Problem> problems = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<TensorSource> parts = new ArrayList<>();
    for (String name : names) {
      Path file = file(name);
      if (Files.exists(file)) {
        files.add(file);
        parts.add(Checkpoints.open(file));
      } else {
        problems.addAll(ForeignJson.missing(file).problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ImportException(problems);
    }
    return new Found(Shards.of(parts, index.toString()), files);
  }
}
