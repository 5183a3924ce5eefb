package dev.triptych.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for one process, whose files are written anew for each input. */
public final class Scratch {
  private final Path folder;

  /** An empty folder. */
  public Scratch() {
    try {
      this.folder = Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.toFile().deleteOnExit();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes or replaces a file.
   *
   * @param name below the folder
   */
  public Path write(String name, byte[] content) {
    try {
      Path file = folder;
      for (Path part : Path.of(name)) {
        Files.createDirectories(file);
        file = file.resolve(part);
        file.toFile().deleteOnExit(); // what is named last goes first
      }
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
