package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Copies of blobs on this machine, named by their digest, which is checked whenever one is used.
 * Several processes may share the folder. When the copies grow beyond the bound, those used longest
 * ago go; those used within the last minutes stay, because somebody may be about to open them.
 */
final class BlobCache {
  private static final Duration IN_USE = Duration.ofMinutes(10);
  private static final double KEPT = 0.9; // of the bound, so that not every new blob looks again
  private static final int LOOKS = 16; // other processes add too: look after this part of the bound

  private final Path folder;
  private final AtomicFiles files;
  private final long bound;
  private final Duration inUse;
  private long unseen;

  BlobCache(Path root, long bound) {
    this(root, bound, IN_USE);
  }

  BlobCache(Path root, long bound, Duration inUse) {
    this.folder = root.resolve("blobs");
    this.files = new AtomicFiles(root.resolve("tmp"));
    this.bound = bound;
    this.inUse = inUse;
    this.unseen = bound; // an earlier process may have left too much
  }

  void prepare() throws IOException {
    files.prepare();
    Folders.make(folder);
  }

  /**
   * What {@code work} returns, which may use a file that does not exist yet, in the folder's file
   * system; it is removed afterwards.
   */
  <T> T using(Function<Path, T> work) {
    Path temporary = files.temporary();
    try {
      return work.apply(temporary);
    } finally {
      remove(temporary);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageFailures.writing(file, e);
    }
  }

  /** The copy of a blob, if there is a good one. */
  Optional<Path> find(ArtifactRef ref) {
    Path path = path(ref.sha256());
    try {
      if (Files.size(path) == ref.bytes() && Digests.sha256(path).equals(ref.sha256())) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        return Optional.of(path);
      }
      Files.deleteIfExists(path);
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  /** Content of the copy of a blob, if there is a good one. */
  Optional<byte[]> read(ArtifactRef ref) {
    Path path = path(ref.sha256());
    try {
      byte[] content = Files.readAllBytes(path);
      if (content.length == ref.bytes() && Digests.sha256(content).equals(ref.sha256())) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        return Optional.of(content);
      }
      Files.deleteIfExists(path);
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  /**
   * Moves a file, whose content is the blob's, into the cache.
   *
   * @param temporary from {@link #using}
   */
  Path keep(ArtifactRef ref, Path temporary) {
    Path path = path(ref.sha256());
    try {
      files.move(temporary, path);
      seen(ref.bytes());
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
    return path;
  }

  /** Removes the copy of a blob. */
  void forget(String sha256) {
    remove(path(sha256));
  }

  private synchronized void seen(long bytes) throws IOException {
    unseen += bytes;
    if (unseen >= bound / LOOKS) {
      unseen = 0;
      trim();
    }
  }

  private record Copy(Path path, long bytes, Instant used) {}

  private void trim() throws IOException {
    List<Copy> copies = new ArrayList<>();
    Folders.visit(
        folder,
        Integer.MAX_VALUE,
        (path, file) ->
            copies.add(new Copy(path, file.size(), file.lastModifiedTime().toInstant())));
    long total = copies.stream().mapToLong(Copy::bytes).sum();
    if (total <= bound) {
      return;
    }
    Instant recent = Instant.now().minus(inUse);
    copies.sort(Comparator.comparing(Copy::used));
    for (Copy copy : copies) {
      if (total <= bound * KEPT || copy.used().isAfter(recent)) {
        return;
      }
      Files.deleteIfExists(copy.path());
      total -= copy.bytes();
    }
  }

  private Path path(String sha256) {
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
