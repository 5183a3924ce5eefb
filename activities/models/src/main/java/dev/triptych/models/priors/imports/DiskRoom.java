package dev.triptych.models.priors.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Room on the disks that sets are written to.
 *
 * @param freeBytes of the disk that a folder lies on, or will lie on
 */
record DiskRoom(ToLongFunction<Path> freeBytes) {
  private static final long SPARE = 64L << 20; // bytes for the manifest and the file system itself

  /** What the file system says. */
  static DiskRoom real() {
    return new DiskRoom(DiskRoom::usable);
  }

  private static long usable(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent(), "a root that exists");
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws ImportException if a set of {@code bytes} does not fit
   */
  void require(Path folder, long bytes) {
    long free = freeBytes.applyAsLong(folder);
    if (free < bytes + SPARE) {
      throw new ImportException(
          folder.toString(),
          String.format(
              Locale.ROOT,
              "the set takes %.1f GB, and the disk has %.1f GB left",
              bytes / 1e9,
              free / 1e9),
          "Free some room, choose another place with --data, or keep fewer bits with --precision"
              + " fp16.");
    }
  }
}
