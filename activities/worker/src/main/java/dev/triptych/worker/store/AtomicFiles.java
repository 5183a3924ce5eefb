package dev.triptych.worker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes files that appear whole or not at all, through temporary ones in a folder of the same file
 * system.
 */
final class AtomicFiles {
  /** Fills a temporary file that does not exist yet. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  private final Path folder;

  AtomicFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder and removes what dead writers left in it. */
  void prepare() throws IOException {
    Folders.make(folder);
    Leftovers.sweep(folder);
  }

  /** After a loss of power the file may be there without its content. */
  void write(Path target, Content content) throws IOException {
    write(target, content, false);
  }

  /** As {@link #write}, and on the disk when this returns. */
  void writeForced(Path target, Content content) throws IOException {
    write(target, content, true);
  }

  /**
   * As {@link #writeForced}, unless {@code target} exists.
   *
   * @return whether it was written
   */
  boolean createForced(Path target, Content content) throws IOException {
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
  Path temporary() {
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
  void move(Path source, Path target) throws IOException {
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
    Path folder = parent(target).resolve(FolderStore.PRIVATE);
    Folders.make(folder);
    Leftovers.sweep(folder);
    Path near = folder.resolve(Leftovers.newName());
    Files.copy(source, near);
    force(near);
    return near;
  }

  /**
   * As {@link #writeForced}, if {@code target} holds {@code expected}. Other processes that do so,
   * or append, wait meanwhile.
   *
   * @return whether it was written
   */
  boolean replaceForced(Path target, byte[] expected, Content content) throws IOException {
    return alone(
        () -> {
          boolean same = holds(target, expected);
          if (same) {
            writeForced(target, content);
          }
          return same;
        });
  }

  /**
   * Removes {@code target} if it holds {@code expected}. Others wait as for {@link #replaceForced}.
   *
   * @return whether it was removed
   */
  boolean delete(Path target, byte[] expected) throws IOException {
    return alone(() -> holds(target, expected) && Files.deleteIfExists(target));
  }

  private static boolean holds(Path file, byte[] expected) throws IOException {
    try {
      return Arrays.equals(Files.readAllBytes(file), expected);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Adds {@code lines} with one write at the end of {@code target}. A last line that a killed
   * writer left incomplete is ended first. If the write fails, nothing of it remains. Other
   * processes that append wait meanwhile.
   */
  void append(Path target, byte[] lines) throws IOException {
    Folders.make(parent(target));
    alone(
        () -> {
          appendAlone(target, lines);
          return true;
        });
  }

  private interface Work {
    boolean run() throws IOException;
  }

  private boolean alone(Work work) throws IOException {
    synchronized (AtomicFiles.class) { // the system's lock is the whole JVM's
      // Not the target's own lock: whoever reads the target would release it.
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolveSibling("append"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return work.run();
      }
    }
  }

  private static void appendAlone(Path target, byte[] lines) throws IOException {
    boolean torn = endsInsideLine(target);
    ByteBuffer buffer = ByteBuffer.allocate(lines.length + 1);
    if (torn) {
      buffer.put((byte) '\n');
    }
    buffer.put(lines).flip();
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long before = channel.size();
      try {
        channel.position(before);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(false);
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    }
  }

  private static boolean endsInsideLine(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      long size = channel.size();
      return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no folder above " + file);
    }
    return parent;
  }
}
