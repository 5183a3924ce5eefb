package dev.triptych.worker.store.folder;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.GuardedFiles;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The blobs of a folder; their digests are checked whenever they are read. */
final class FolderBlobs implements BlobStore {
  private final Path root;
  private final AtomicFiles files;
  private final GuardedFiles guarded;

  FolderBlobs(Path root, AtomicFiles files, GuardedFiles guarded) {
    this.root = root;
    this.files = files;
    this.guarded = guarded;
  }

  @Override
  public ArtifactRef put(byte[] content, String mediaType) {
    String sha256 = Digests.sha256(content);
    ArtifactRef ref = new ArtifactRef(StoreLayout.blob(sha256), sha256, content.length, mediaType);
    if (!intact(ref) || !renewed(ref)) {
      keep(ref, temporary -> Files.write(temporary, content));
    }
    return ref;
  }

  @Override
  public ArtifactRef put(Path file, String mediaType) {
    ArtifactRef ref;
    try {
      String sha256 = Digests.sha256(file);
      ref = new ArtifactRef(StoreLayout.blob(sha256), sha256, Files.size(file), mediaType);
    } catch (IOException e) {
      throw StorageFailures.reading(file, e);
    }
    if (!intact(ref) || !renewed(ref)) {
      keep(ref, temporary -> Files.copy(file, temporary));
      file(ref); // the file may have changed between the two readings
    }
    return ref;
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
    Path path = path(ref.key());
    if (!Files.exists(path)) {
      throw missing(path);
    }
    if (!intact(ref)) {
      throw setAside(path, ref);
    }
    return path;
  }

  @Override
  public void verify(ArtifactRef ref) {
    file(ref);
  }

  private boolean intact(ArtifactRef ref) {
    Path path = path(ref.key());
    try {
      return holds(ref.key(), ref.bytes()) && Digests.sha256(path).equals(ref.sha256());
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  /** Whether it is there, and counts as in use. */
  private boolean renewed(ArtifactRef ref) {
    Path path = path(ref.key());
    try {
      return guarded.renew(path);
    } catch (FileSystemException e) {
      return false; // another user's: this one's takes its place
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
  }

  private static CorruptArtifact missing(Path path) {
    return new CorruptArtifact("An artefact is missing", path.toString());
  }

  private CorruptArtifact setAside(Path path, ArtifactRef ref) {
    Path aside = root.resolve(StoreLayout.corrupt(ref.sha256()));
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

  private Path path(String key) {
    return root.resolve(StoreLayout.checked(key));
  }
}
