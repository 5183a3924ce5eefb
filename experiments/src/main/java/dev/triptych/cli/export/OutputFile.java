package dev.triptych.cli.export;

import dev.triptych.cli.console.UserError;
import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a user has named: it appears whole, in place of an older one, or not at all. */
final class OutputFile {
  private final Path target;

  /**
   * @throws UserError if a folder has that name
   */
  OutputFile(Path named) {
    this.target = named.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw UserError.usage(named + " is a folder. Name a file to write.");
    }
  }

  void write(AtomicFiles.Content content) {
    Path folder = AtomicFiles.parent(target);
    try {
      Folders.make(folder);
      new AtomicFiles(folder).write(target, content);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }
}
