package dev.triptych.worker.store;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.FolderInUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time launch runs in a folder. The operating system releases the lock when
 * the process ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {
  // Closing any channel of a locked file frees all locks that the JVM has on it, so this JVM's own
  // locks must be known before the file is opened.
  private static final Set<Path> HELD = new HashSet<>();
  // Behind the owner's name, which Windows would otherwise refuse to show to others.
  private static final long LOCKED_BYTE = 1 << 20;

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of the store in {@code root}, making the folder if need be.
   *
   * @throws FolderInUse if another process, or this one, has it already
   * @throws dev.triptych.worker.errors.TriptychException.StorageUnwritable if it cannot be made
   */
  public static FolderLock acquire(Path root) {
    synchronized (HELD) {
      Path folder = root.toAbsolutePath().normalize().resolve(FolderStore.PRIVATE);
      Path file = folder.resolve("lock");
      if (HELD.contains(file)) {
        throw new FolderInUse(root.toString(), "this one, pid " + Host.pid());
      }
      try {
        Files.createDirectories(folder);
        FileChannel channel = lock(file);
        if (channel == null) {
          throw new FolderInUse(root.toString(), Files.readString(file).strip());
        }
        HELD.add(file);
        return new FolderLock(file, channel);
      } catch (IOException e) {
        throw StorageFailures.writing(root, e);
      }
    }
  }

  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock(LOCKED_BYTE, 1, false) != null;
      if (locked) {
        String owner = "pid " + Host.pid() + " on " + Host.name() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
      }
      return locked ? channel : null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (HELD) {
      HELD.remove(file);
      try {
        channel.close();
      } catch (IOException e) {
        throw StorageFailures.writing(file, e);
      }
    }
  }
}
