package dev.triptych.models.checkpoints;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Bytes that are remembered by their place in a file and read when somebody needs them. */
sealed interface Region {
  /** Number of bytes. */
  long length();

  /** {@code count} little-endian bytes from {@code begin}, direct. */
  ByteBuffer slice(long begin, int count) throws IOException;

  /** Bytes of a file as they are; where there are many, they are mapped and not copied. */
  record Stored(Path file, long offset, long length) implements Region {
    private static final int FEW = 1 << 16; // a process may have only so many maps

    /** A part of this region. */
    Stored part(long begin, long count) {
      return new Stored(file, offset + begin, count);
    }

    @Override
    public ByteBuffer slice(long begin, int count) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        if (offset + begin + count > channel.size()) {
          throw new EOFException("it became shorter while it was read");
        }
        if (count < FEW) {
          ByteBuffer copy = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
          while (copy.hasRemaining()) {
            if (channel.read(copy, offset + begin + copy.position()) < 0) {
              throw new EOFException("it became shorter while it was read");
            }
          }
          return copy.flip();
        }
        return channel.map(MapMode.READ_ONLY, offset + begin, count).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
  }

  /**
   * Deflated bytes of a file.
   *
   * @param length of what they inflate to
   */
  record Deflated(Stored packed, long length) implements Region {
    private static final int CHUNK = 1 << 16;

    @Override
    public ByteBuffer slice(long begin, int count) throws IOException {
      Inflater inflater = new Inflater(true);
      try {
        ByteBuffer result = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer skipped = ByteBuffer.allocate((int) Math.min(CHUNK, begin));
        long read = 0;
        long done = 0;
        while (result.hasRemaining()) {
          if (inflater.needsInput()) {
            int more = (int) Math.min(CHUNK, packed.length() - read);
            if (more == 0) {
              throw new EOFException("compressed data ends too early");
            }
            inflater.setInput(packed.slice(read, more));
            read += more;
          }
          ByteBuffer into = done < begin ? skipped.clear() : result;
          into.limit((int) Math.min(into.capacity(), done < begin ? begin - done : count));
          int inflated = inflater.inflate(into);
          if (inflated == 0 && (inflater.finished() || inflater.needsDictionary())) {
            throw new EOFException("compressed data ends too early");
          }
          done += inflated;
        }
        return result.flip();
      } catch (DataFormatException e) {
        throw new IOException("compressed data is damaged", e);
      } finally {
        inflater.end();
      }
    }
  }

  /** Bytes in memory. */
  record InMemory(ByteBuffer bytes) implements Region {
    @Override
    public long length() {
      return bytes.limit();
    }

    @Override
    public ByteBuffer slice(long begin, int count) {
      return bytes.slice((int) begin, count).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
