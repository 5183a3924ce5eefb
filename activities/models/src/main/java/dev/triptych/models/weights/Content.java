package dev.triptych.models.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the bytes of a file or of an array. */
sealed interface Content {
  long size() throws IOException;

  /** Fills what is left of {@code target} with the bytes from {@code begin} on. */
  void read(long begin, ByteBuffer target) throws IOException;

  /** A file. It is read rather than mapped: a mapping stays until the JVM collects its buffer. */
  record OnDisk(Path file) implements Content {
    @Override
    public long size() throws IOException {
      return Files.size(file);
    }

    @Override
    public void read(long begin, ByteBuffer target) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        long start = begin - target.position();
        while (target.hasRemaining()) {
          if (channel.read(target, start + target.position()) < 0) {
            throw new EOFException("it became shorter while it was read");
          }
        }
      }
    }
  }

  /** A file that is in memory. */
  record InMemory(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void read(long begin, ByteBuffer target) {
      target.put(bytes, (int) begin, target.remaining());
    }
  }
}
