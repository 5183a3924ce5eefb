package dev.triptych.cli.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of exported pictures. Its {@code export.json} says which files an export wrote, so that
 * a later one can take their place and no other's.
 */
final class ExportFolder {
  private static final String RECORD = "export.json";
  private static final int DEPTH = 3; // of pictures; what lies deeper is none of ours
  private static final Pattern PICTURE =
      Pattern.compile("[^/]+/(source|edited|novel)/p[+-][0-9.]+_y[+-][0-9.]+\\.png");
  private static final Pattern SHAPE =
      Pattern.compile("[^/]+/(depth|normals)/p[+-][0-9.]+_y[+-][0-9.]+\\.png");

  private final Path folder;
  private final ArtifactStore store;
  private final String exported;
  private @Nullable List<Double> depth;

  /**
   * @param run whose pictures are to be written
   */
  ExportFolder(Path folder, ArtifactStore store, String run) {
    this.folder = folder;
    this.store = store;
    this.exported = run;
  }

  /**
   * The document {@value #RECORD}.
   *
   * @param pictures SHA-256 by path below the folder
   * @param depth the distances that 1 and 65535 stand for in pictures of depth; null if there are
   *     none
   */
  record Export(
      String run,
      Map<String, String> pictures,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> depth) {
    Export {
      Objects.requireNonNull(run, "run is null");
      pictures = new TreeMap<>(pictures);
    }
  }

  /**
   * What a folder holds besides what it is to hold.
   *
   * @param older pictures of other exports, or of this run before it was changed
   * @param others files that no export wrote
   * @param inTheWay those of the others that have a new picture's name
   */
  record Rest(List<String> older, List<String> others, List<String> inTheWay) {}

  /**
   * Compares the folder with what it is to hold. Pictures of this run's shapes stay where they are.
   *
   * @param rendered names of pictures whose content is not known yet
   */
  Rest rest(Map<String, ArtifactRef> wanted, Set<String> rendered) {
    Export recorded = recorded();
    Map<String, String> known = recorded.pictures();
    boolean same = recorded.run().equals(exported);
    Rest rest = new Rest(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String name : files()) {
      ArtifactRef picture = wanted.get(name);
      boolean shape = SHAPE.matcher(name).matches();
      boolean named = PICTURE.matcher(name).matches() || shape || picture != null;
      String sha256 = named ? digest(name) : "";
      if (shape && sha256.equals(known.get(name)) && (same || rendered.contains(name))) {
        continue;
      }
      if (picture != null && picture.sha256().equals(sha256)) {
        continue; // it is there already
      }
      if (sha256.isEmpty() || !(sha256.equals(known.get(name)) || inStore(name, sha256))) {
        boolean free = picture == null && !rendered.contains(name);
        (free ? rest.others() : rest.inTheWay()).add(name);
      } else {
        rest.older().add(name);
      }
    }
    return rest;
  }

  /** The run whose pictures were put here last; empty if that is not known. */
  String run() {
    return recorded().run();
  }

  /** Exports of earlier programs left no record; what they wrote is among the artefacts. */
  private boolean inStore(String name, String sha256) {
    return store.holds(StoreLayout.blob(sha256), size(name));
  }

  /** Removes files, and the folders that held nothing else. */
  void remove(List<String> names) {
    for (String name : names) {
      try {
        Files.deleteIfExists(folder.resolve(name));
        for (Path above = Path.of(name).getParent(); above != null; above = above.getParent()) {
          if (Files.isDirectory(folder.resolve(above), LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(folder.resolve(above));
          }
        }
      } catch (DirectoryNotEmptyException e) {
        // Other pictures are there, or what the user keeps.
      } catch (IOException e) {
        throw StorageFailures.writing(folder.resolve(name), e);
      }
    }
  }

  /** Says which distances are the nearest and the farthest in pictures of depth. */
  void ranging(double nearest, double farthest) {
    depth = List.of(nearest, farthest);
  }

  /** Copies pictures by their paths, and first writes down that they are the export's. */
  void write(Map<String, ArtifactRef> wanted) {
    SortedMap<String, String> digests = new TreeMap<>();
    wanted.forEach((name, ref) -> digests.put(name, ref.sha256()));
    record(digests);
    wanted.forEach(
        (name, ref) ->
            put(
                name,
                target ->
                    Files.copy(store.file(ref), target, StandardCopyOption.REPLACE_EXISTING)));
  }

  /** The same of pictures that were rendered for it. */
  void writeRendered(Map<String, byte[]> rendered) {
    SortedMap<String, String> digests = new TreeMap<>();
    rendered.forEach((name, content) -> digests.put(name, Digests.sha256(content)));
    record(digests);
    rendered.forEach((name, content) -> put(name, target -> Files.write(target, content)));
  }

  /** Adds to what is known of the run's export; what is known of another's is over. */
  private void record(Map<String, String> digests) {
    Export before = recorded();
    Map<String, String> all = new TreeMap<>();
    List<Double> range = depth;
    if (before.run().equals(exported)) {
      all.putAll(before.pictures());
      all.keySet().removeIf(name -> !Files.exists(folder.resolve(name)));
      range = range == null ? before.depth() : range;
    }
    all.putAll(digests);
    Path record = folder.resolve(RECORD);
    try {
      Folders.make(folder);
      Files.write(record, Json.bytes(new Export(exported, all, range)));
    } catch (IOException e) {
      throw StorageFailures.writing(record, e);
    }
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(Path target) throws IOException;
  }

  private void put(String name, Content content) {
    Path target = folder.resolve(name);
    try {
      Folders.make(target.resolveSibling(""));
      content.writeTo(target);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  private Export recorded() {
    Path record = folder.resolve(RECORD);
    try {
      return Json.parse(Files.readAllBytes(record), Export.class);
    } catch (NoSuchFileException e) {
      return new Export("", Map.of(), null);
    } catch (IOException e) {
      throw StorageFailures.reading(record, e);
    } catch (UncheckedIOException e) {
      throw UserError.usage(
          record
              + " is damaged or was not written by an export. Delete it, or choose another folder.");
    }
  }

  private List<String> files() {
    List<String> names = new ArrayList<>();
    try {
      if (Files.exists(folder)) {
        Folders.visit(folder, DEPTH, (file, attributes) -> names.add(name(file)));
      }
    } catch (IOException e) {
      throw StorageFailures.reading(folder, e);
    }
    names.remove(RECORD);
    names.sort(null);
    return names;
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private String digest(String name) {
    try {
      return Digests.sha256(folder.resolve(name));
    } catch (IOException e) {
      throw StorageFailures.reading(folder.resolve(name), e);
    }
  }

  private long size(String name) {
    try {
      return Files.size(folder.resolve(name));
    } catch (IOException e) {
      throw StorageFailures.reading(folder.resolve(name), e);
    }
  }
}
