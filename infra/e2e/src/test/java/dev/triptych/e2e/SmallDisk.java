package dev.triptych.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A file system of its own in memory, so small that it is soon full. */
final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "size=96m"; // some times what a round leaves
  private static final int PIECE = 1 << 16;

  private final Path folder;
  private final Thread hook = new Thread(this::unmount, "unmount"); // also after Ctrl-C

  private SmallDisk(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Mounts one; empty where that is not allowed. */
  static Optional<SmallDisk> at(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean mounted =
        Services.succeeds("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString());
    return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  /** Nothing can be written for some time. */
  void fullFor(Duration time) {
    Path filling = folder.resolve("filling");
    try (OutputStream out = Files.newOutputStream(filling)) {
      fill(out);
      Await.pause(time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(filling);
    }
  }

  private static void fill(OutputStream out) {
    byte[] piece = new byte[PIECE];
    try {
      while (true) {
        out.write(piece);
      }
    } catch (IOException e) {
      return; // full
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void unmount() {
    Services.succeeds("umount", "-l", folder.toString());
  }

  @Override
  public void close() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
