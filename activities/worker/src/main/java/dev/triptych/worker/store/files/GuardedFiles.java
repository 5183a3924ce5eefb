package dev.triptych.worker.store.files;

import dev.triptych.worker.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;

/**
 * Changes of files that depend on what is in them. Other processes that make such changes in the
 * same place wait meanwhile.
 */
public final class GuardedFiles {
  private final AtomicFiles files;
  private final Path lock;

  /**
   * @param lock a file of nothing, made if need be, by which processes wait for each other
   */
  public GuardedFiles(AtomicFiles files, Path lock) {
    this.files = files;
    this.lock = lock;
  }

  /**
   * Writes a file as {@link AtomicFiles#writeForced} does, if {@code target} holds {@code
   * expected}. Other processes that do so, or append, wait meanwhile.
   *
   * @return whether it was written
   */
  public boolean replaceForced(Path target, byte[] expected, AtomicFiles.Content content)
      throws IOException {
    return alone(
        () -> {
          boolean same = holds(target, expected);
          if (same) {
            files.writeForced(target, content);
          }
          return same;
        });
  }

  /**
   * Removes {@code target} if it holds {@code expected}. Others wait as for {@link #replaceForced}.
   *
   * @return whether it was removed
   */
  public boolean delete(Path target, byte[] expected) throws IOException {
    return alone(() -> holds(target, expected) && Files.deleteIfExists(target));
  }

  /**
   * Makes a file young again if it is stale. Nobody removes it by {@link #deleteUnused} meanwhile.
   *
   * @return false if it is gone
   */
  public boolean renew(Path target) throws IOException {
    Instant now = Instant.now();
    return !stale(target, now)
        || alone(
            () -> {
              if (!Files.exists(target)) {
                return false;
              }
              Files.setLastModifiedTime(target, FileTime.from(now));
              return true;
            });
  }

  private static boolean stale(Path file, Instant now) throws IOException {
    try {
      return StoredObject.stale(Files.getLastModifiedTime(file).toInstant(), now);
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /**
   * Removes a file that was neither written nor made young again since {@code before}.
   *
   * @return whether it was removed
   */
  public boolean deleteUnused(Path target, Instant before) throws IOException {
    return alone(
        () -> {
          try {
            return Files.getLastModifiedTime(target).toInstant().isBefore(before)
                && Files.deleteIfExists(target);
          } catch (NoSuchFileException e) {
            return false;
          }
        });
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
  public void append(Path target, byte[] lines) throws IOException {
    Folders.make(AtomicFiles.parent(target));
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
    synchronized (GuardedFiles.class) { // the system's lock is the whole JVM's
      // Not the target's own lock: whoever reads the target would release it.
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
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
}
