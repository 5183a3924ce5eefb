package dev.triptych.worker.store.files;

import dev.triptych.worker.store.StoreLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that appear whole or not at all, through temporary ones in a folder of the same file
 * system.
 */
public final class AtomicFiles {
  /** Fills a temporary file that does not exist yet. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  private final Path folder;

  /**
   * @param folder for the temporary files
   */
  public AtomicFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder and removes what dead writers left in it. */
  public void prepare() throws IOException {
    Folders.make(folder);
    Leftovers.sweep(folder);
  }

  /** After a loss of power the file may be there without its content. */
  public void write(Path target, Content content) throws IOException {
    write(target, content, false);
  }

  /** As {@link #write}, and on the disk when this returns. */
  public void writeForced(Path target, Content content) throws IOException {
    write(target, content, true);
  }

  /**
   * As {@link #writeForced}, unless {@code target} exists.
   *
   * @return whether it was written
   */
  public boolean createForced(Path target, Content content) throws IOException {
    Path temporary = temporary();
    try {
      fill(temporary, content, true);
      Folders.make(parent(target));
      link(temporary, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void link(Path temporary, Path target) throws IOException {
    if (linked(temporary, target)) {
      return;
    }
    Path near = copyNear(temporary, target);
    try {
      if (!linked(near, target)) {
        Files.copy(near, target); // refused too if the name is taken, but for a moment not whole
      }
    } finally {
      Files.deleteIfExists(near);
    }
  }

  /** Gives a file a second name, unless that is taken; false where the file system has no such. */
  private static boolean linked(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
      return true;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
  }

  private void write(Path target, Content content, boolean force) throws IOException {
    Path temporary = temporary();
    try {
      fill(temporary, content, force);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A file that does not exist yet, for whoever asks to fill and to remove. */
  public Path temporary() {
    return folder.resolve(Leftovers.newName());
  }

  private static void fill(Path temporary, Content content, boolean force) throws IOException {
    content.writeTo(temporary);
    if (force) {
      force(temporary);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Puts {@code source} in the place of {@code target} in one step, also on another disk. */
  public void move(Path source, Path target) throws IOException {
    Folders.make(parent(target));
    try {
      rename(source, target);
    } catch (AtomicMoveNotSupportedException e) {
      Path near = copyNear(source, target);
      try {
        rename(near, target);
      } finally {
        Files.deleteIfExists(near);
      }
      Files.delete(source);
    }
  }

  private static void rename(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A copy in the file system of {@code target}, which may lie behind a link to another disk. */
  private static Path copyNear(Path source, Path target) throws IOException {
    Path folder = parent(target).resolve(StoreLayout.PRIVATE);
    Folders.make(folder);
    Leftovers.sweep(folder);
    Path near = folder.resolve(Leftovers.newName());
    Files.copy(source, near);
    force(near);
    return near;
  }

  /**
   * The folder that {@code file} is in.
   *
   * @throws IllegalArgumentException if its path has none
   */
  public static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no folder above " + file);
    }
    return parent;
  }
}
