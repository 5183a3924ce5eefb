package dev.triptych.worker.store.folder;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.errors.TriptychException.FolderInUse;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time do everything in a folder, or several share it through a Temporal
 * service, but not both at once. The operating system releases the lock when the process ends,
 * however it ends.
 */
public final class FolderLock implements AutoCloseable {
  // Closing any channel of a locked file frees all locks that the JVM has on it, so this JVM's own
  // locks must be known before the file is opened.
  private static final Map<Path, Held> HELD = new HashMap<>();
  // Behind the owner's name, which Windows would otherwise refuse to show to others.
  private static final long LOCKED_BYTE = 1 << 20;

  private static final class Held {
    final FileChannel channel;
    final boolean shared;
    int users = 1;

    Held(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  private final Path file;
  private boolean closed;

  private FolderLock(Path file) {
    this.file = file;
  }

  /**
   * Takes the lock of the store in {@code root}, making the folder if need be.
   *
   * @throws FolderInUse if another process, or this one, has it already
   * @throws dev.triptych.worker.errors.TriptychException.StorageUnwritable if it cannot be made
   */
  public static FolderLock acquire(Path root) {
    return take(root, false);
  }

  /**
   * Shares the store in {@code root} with other processes that do so: a Temporal service decides
   * who does what.
   *
   * @throws FolderInUse if a process has it for itself
   * @throws dev.triptych.worker.errors.TriptychException.StorageUnwritable if it cannot be made
   */
  public static FolderLock share(Path root) {
    return take(root, true);
  }

  private static FolderLock take(Path root, boolean shared) {
    synchronized (HELD) {
      Path file = file(root);
      Held held = HELD.get(file);
      if (held != null && held.shared && shared) {
        held.users++;
        return new FolderLock(file);
      }
      if (held != null) {
        throw new FolderInUse(root.toString(), "this one, pid " + Host.pid());
      }
      try {
        FileChannel channel = lock(file, shared);
        if (channel == null) {
          throw new FolderInUse(root.toString(), Files.readString(file).strip());
        }
        HELD.put(file, new Held(channel, shared));
        return new FolderLock(file);
      } catch (IOException e) {
        throw StorageFailures.writing(root, e);
      }
    }
  }

  /** One name, by whatever links the folder is reached. */
  private static Path file(Path root) {
    Path folder = root.resolve(StoreLayout.PRIVATE);
    try {
      Folders.make(folder);
      return folder.toRealPath().resolve("lock");
    } catch (IOException e) {
      throw StorageFailures.writing(root, e);
    }
  }

  private static @Nullable FileChannel lock(Path file, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock(LOCKED_BYTE, 1, shared) != null;
      if (locked) {
        String others = shared ? ", with others through a Temporal service" : "";
        String owner = "pid " + Host.pid() + " on " + Host.name() + others + "\n";
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
      Held held = HELD.get(file);
      if (closed || held == null) {
        return;
      }
      closed = true;
      held.users--;
      if (held.users > 0) {
        return;
      }
      HELD.remove(file);
      try {
        held.channel.close();
      } catch (IOException e) {
        throw StorageFailures.writing(file, e);
      }
    }
  }
}
