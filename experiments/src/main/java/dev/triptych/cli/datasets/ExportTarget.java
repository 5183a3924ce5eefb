package dev.triptych.cli.datasets;

import dev.triptych.cli.console.UserError;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.Digests;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that one run's dataset is written to. Its files appear whole or not at all; what an
 * export that was stopped has written already stays, if it is what it should be.
 */
public final class ExportTarget {
  private static final String MARK = ".triptych-dataset.json";
  private static final String TEMPORARY = ".triptych-temporary";

  private final Path folder;
  private final AtomicFiles files;
  private int written;
  private int kept;

  /**
   * Whose folder it is.
   *
   * @param form {@code images} or {@code webdataset}
   */
  public record Mark(String run, String form) {}

  private ExportTarget(Path folder) {
    this.folder = folder;
    this.files = new AtomicFiles(folder.resolve(TEMPORARY));
  }

  /**
   * @throws UserError if the folder holds anything but an export of the same run and form
   */
  public static ExportTarget open(Path folder, Mark mark) {
    try {
      Folders.make(folder);
      if (!mark.equals(read(folder)) && !isEmpty(folder)) {
        throw UserError.usage(
            folder
                + " holds other files than an export of "
                + mark.run()
                + " as "
                + mark.form()
                + ". Choose an empty or a new folder.");
      }
      ExportTarget target = new ExportTarget(folder);
      target.files.prepare();
      target.files.write(
          folder.resolve(MARK), temporary -> Files.write(temporary, Json.bytes(mark)));
      return target;
    } catch (IOException e) {
      throw StorageFailures.writing(folder, e);
    }
  }

  private static Mark read(Path folder) throws IOException {
    try {
      return Json.parse(Files.readAllBytes(folder.resolve(MARK)), Mark.class);
    } catch (NoSuchFileException | UncheckedIOException e) {
      return new Mark("", "");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** A copy of {@code source}, unless a file with this digest is there. */
  public void copy(String name, Path source, String sha256) {
    Path target = folder.resolve(name);
    try {
      if (Files.isRegularFile(target) && Digests.sha256(target).equals(sha256)) {
        kept++;
        return;
      }
    } catch (IOException e) {
      throw StorageFailures.reading(target, e);
    }
    write(name, temporary -> Files.copy(source, temporary));
  }

  /** Writes or replaces a file. */
  public void write(String name, AtomicFiles.Content content) {
    Path target = folder.resolve(name);
    try {
      files.write(target, content);
      written++;
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Leaves nothing behind but the export. */
  public void finish() {
    try {
      Files.deleteIfExists(folder.resolve(TEMPORARY));
    } catch (IOException e) {
      // Another export of the same run is busy in there.
    }
  }

  /** A file that was there already and is as it should be. */
  void keep() {
    kept++;
  }

  int written() {
    return written;
  }

  int kept() {
    return kept;
  }
}
