package dev.triptych.models.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the bytes of a file or of an array. */
sealed interface Content {
  long size() throws IOException;

  /** Little-endian bytes; direct, so that PyTorch can read them in place. */
  ByteBuffer slice(long begin, long count) throws IOException;

  /** A file, mapped piece by piece. */
  record Mapped(Path file) implements Content {
    @Override
    public long size() throws IOException {
      return Files.size(file);
    }

    @Override
    public ByteBuffer slice(long begin, long count) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        if (begin + count > channel.size()) {
          throw new EOFException("it became shorter while it was read");
        }
        return channel.map(MapMode.READ_ONLY, begin, count).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
  }

  /** A file that is in memory. */
  record InMemory(ByteBuffer bytes) implements Content {
    static InMemory copyOf(byte[] bytes) {
      return new InMemory(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
    }

    @Override
    public long size() {
      return bytes.capacity();
    }

    @Override
    public ByteBuffer slice(long begin, long count) {
      return bytes.slice((int) begin, (int) count).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
