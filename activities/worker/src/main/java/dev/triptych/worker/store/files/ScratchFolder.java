package dev.triptych.worker.store.files;

import dev.triptych.worker.errors.StorageFailures;
import java.io.IOException;
import java.nio.file.Path;

/** A folder for the files of one activity; closing it removes it with all that is in it. */
public final class ScratchFolder implements AutoCloseable {
  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  /** Makes an empty folder in {@code parent}. */
  public static ScratchFolder in(Path parent) {
    Path path = parent.resolve(Leftovers.newName());
    try {
      Folders.make(path);
      return new ScratchFolder(path);
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
  }

  /** Removes the folders in {@code parent} whose processes are gone. */
  public static void sweep(Path parent) {
    try {
      Leftovers.sweep(parent);
    } catch (IOException e) {
      throw StorageFailures.writing(parent, e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Folders.remove(path);
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
  }
}
