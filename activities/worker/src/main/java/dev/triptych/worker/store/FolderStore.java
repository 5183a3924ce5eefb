package dev.triptych.worker.store;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store in a folder. Everything is written to a temporary file and renamed; documents are forced
 * to the disk before. Several processes may use one folder; {@link FolderLock} keeps those apart
 * that must not.
 */
public final class FolderStore implements ArtifactStore {
  /** Below the root, out of reach of names: temporary files, the lock, what was set aside. */
  static final String PRIVATE = ".triptych";

  private final Path root;
  private final AtomicFiles files;

  private FolderStore(Path root) {
    this.root = root;
    this.files = new AtomicFiles(root.resolve(PRIVATE).resolve("tmp"));
  }

  /**
   * Opens the store, makes the folder if need be, and removes what interrupted writers left.
   *
   * @throws dev.triptych.worker.errors.TriptychException.StorageUnwritable if that cannot be done
   */
  public static FolderStore open(Path root) {
    FolderStore store = new FolderStore(absolute(root));
    try {
      Folders.make(store.root.resolve(PRIVATE));
      store.files.prepare();
    } catch (IOException e) {
      throw StorageFailures.writing(store.root, e);
    }
    return store;
  }

  /** Dots are taken out of the path, except where they may lead out of a link's target. */
  private static Path absolute(Path root) {
    Path absolute = root.toAbsolutePath();
    for (Path part : absolute) {
      if (part.toString().equals("..")) {
        return absolute;
      }
    }
    return absolute.normalize();
  }

  /** The folder itself. */
  @Override
  public Path local() {
    return root;
  }

  @Override
  public String place(String name) {
    return path(name).toString();
  }

  @Override
  public ArtifactRef put(byte[] content, String mediaType) {
    String sha256 = Digests.sha256(content);
    ArtifactRef ref = new ArtifactRef(Keys.blob(sha256), sha256, content.length, mediaType);
    if (!intact(ref)) {
      keep(ref, temporary -> Files.write(temporary, content));
    }
    return ref;
  }

  @Override
  public ArtifactRef put(Path file, String mediaType) {
    ArtifactRef ref;
    try {
      String sha256 = Digests.sha256(file);
      ref = new ArtifactRef(Keys.blob(sha256), sha256, Files.size(file), mediaType);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
    if (!intact(ref)) {
      keep(ref, temporary -> Files.copy(file, temporary));
      verify(ref); // the file may have changed between the two readings
    }
    return ref;
  }

  @Override
  public byte[] get(ArtifactRef ref) {
    Path path = path(ref.key());
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw missing(path);
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
    if (content.length != ref.bytes() || !Digests.sha256(content).equals(ref.sha256())) {
      throw setAside(path, ref);
    }
    return content;
  }

  @Override
  public Path file(ArtifactRef ref) {
    return verify(ref);
  }

  private Path verify(ArtifactRef ref) {
    Path path = path(ref.key());
    if (!Files.exists(path)) {
      throw missing(path);
    }
    if (!intact(ref)) {
      throw setAside(path, ref);
    }
    return path;
  }

  private boolean intact(ArtifactRef ref) {
    Path path = path(ref.key());
    try {
      return holds(ref.key(), ref.bytes()) && Digests.sha256(path).equals(ref.sha256());
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  private static CorruptArtifact missing(Path path) {
    return new CorruptArtifact("An artefact is missing", path.toString());
  }

  private CorruptArtifact setAside(Path path, ArtifactRef ref) {
    Path aside = root.resolve(PRIVATE).resolve("corrupt").resolve(ref.sha256());
    try {
      files.move(path, aside);
    } catch (IOException e) {
      return new CorruptArtifact(
          "The content is not what its digest says, and the file could not be set aside; delete it",
          path.toString());
    }
    return new CorruptArtifact(
        "The content was not what its digest says, and was moved to " + aside, path.toString());
  }

  @Override
  public boolean holds(String key, long bytes) {
    try {
      return Files.size(path(key)) == bytes;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void write(String name, byte[] content) {
    replace(path(name), temporary -> Files.write(temporary, content));
  }

  @Override
  public void write(String name, Path file) {
    replace(path(name), temporary -> Files.copy(file, temporary));
  }

  @Override
  public boolean create(String name, byte[] content) {
    Path target = path(name);
    try {
      return files.createForced(target, temporary -> Files.write(temporary, content));
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  @Override
  public boolean replace(String name, byte[] expected, byte[] content) {
    Path target = path(name);
    try {
      return files.replaceForced(target, expected, temporary -> Files.write(temporary, content));
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  @Override
  public boolean delete(String name, byte[] expected) {
    Path target = path(name);
    try {
      return files.delete(target, expected);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  /**
   * Blobs are not forced to the disk, which takes up to 0.1 s each when it is busy: one that a loss
   * of power spoils is noticed by its size or digest and made again.
   */
  private void keep(ArtifactRef ref, AtomicFiles.Content content) {
    Path target = path(ref.key());
    try {
      files.write(target, content);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  private void replace(Path target, AtomicFiles.Content content) {
    try {
      files.writeForced(target, content);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  @Override
  public void append(String name, byte[] lines) {
    Path path = path(name);
    try {
      files.append(path, lines);
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    Path path = path(name);
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  @Override
  public boolean fetch(String name, Path target) {
    Path path = path(name);
    try {
      Folders.make(AtomicFiles.parent(target));
      Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  @Override
  public List<String> list(String prefix) {
    int folder = prefix.lastIndexOf('/');
    if (folder >= 0 && !Keys.valid(prefix.substring(0, folder))) {
      return List.of();
    }
    Path start = folder < 0 ? root : root.resolve(prefix.substring(0, folder));
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try {
      Folders.visit(start, Integer.MAX_VALUE, (file, attributes) -> names.add(name(file)));
    } catch (IOException e) {
      throw StorageFailures.reading(start, e);
    }
    // A user may have put anything there.
    return names.stream().filter(n -> n.startsWith(prefix) && Keys.valid(n)).sorted().toList();
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  @Override
  public void delete(String name) {
    Path path = path(name);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
  }

  private Path path(String name) {
    return root.resolve(Keys.checked(name));
  }
}
