package dev.triptych.models.checkpoints;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Bytes that are remembered by their place in a file and read when somebody needs them. */
sealed interface Region {
  /** Number of bytes. */
  long length();

  /** {@code count} little-endian bytes from {@code begin}, direct. */
  ByteBuffer slice(long begin, int count) throws IOException;

  /** All of it, from its beginning. */
  void each(Sink sink) throws IOException;

  /** A part of this region. */
  default Region part(long begin, long count) {
    return begin == 0 && count == length() ? this : new Part(this, begin, count);
  }

  /** Takes bytes, which are its own only during the call. */
  @FunctionalInterface
  interface Sink {
    /**
     * @return whether it wants more
     */
    boolean take(ByteBuffer bytes);
  }

  /** Bytes of a file as they are; where there are many, they are mapped and not copied. */
  record Stored(Path file, long offset, long length) implements Region {
    private static final int FEW = 1 << 16; // a process may have only so many maps
    private static final int CHUNK = 1 << 18;

    @Override
    public Stored part(long begin, long count) {
      return new Stored(file, offset + begin, count);
    }

    @Override
    public ByteBuffer slice(long begin, int count) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        if (offset + begin + count > channel.size()) {
          throw shorter();
        }
        if (count < FEW) {
          ByteBuffer copy = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
          fill(copy, channel, begin);
          return copy.flip();
        }
        return channel.map(MapMode.READ_ONLY, offset + begin, count).order(ByteOrder.LITTLE_ENDIAN);
      }
    }

    /** As they are read, without a map. */
    @Override
    public void each(Sink sink) throws IOException {
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, length));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        for (long begin = 0; begin < length; begin += CHUNK) {
          chunk.clear().limit((int) Math.min(CHUNK, length - begin));
          fill(chunk, channel, begin);
          if (!sink.take(chunk.flip())) {
            return;
          }
        }
      }
    }

    private void fill(ByteBuffer target, FileChannel channel, long begin) throws IOException {
      while (target.hasRemaining()) {
        if (channel.read(target, offset + begin + target.position()) < 0) {
          throw shorter();
        }
      }
    }

    private static EOFException shorter() {
      return new EOFException("it became shorter while it was read");
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
      ByteBuffer result = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
      each(
          new Sink() {
            private long at;

            @Override
            public boolean take(ByteBuffer bytes) {
              long skipped = Math.min(bytes.remaining(), Math.max(0, begin - at));
              at += bytes.remaining();
              bytes.position(bytes.position() + (int) skipped);
              bytes.limit(bytes.position() + Math.min(bytes.remaining(), result.remaining()));
              result.put(bytes);
              return result.hasRemaining();
            }
          });
      return result.flip();
    }

    /** Inflates as much as the sink wants, at most {@code length} bytes. */
    @Override
    public void each(Sink sink) throws IOException {
      Inflater inflater = new Inflater(true);
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, length));
      long read = 0;
      try {
        for (long left = length; left > 0; left -= CHUNK) {
          chunk.clear().limit((int) Math.min(CHUNK, left));
          while (chunk.hasRemaining()) {
            if (inflater.needsInput()) {
              int more = (int) Math.min(CHUNK, packed.length() - read);
              if (more == 0) {
                throw new EOFException("compressed data ends too early");
              }
              inflater.setInput(packed.slice(read, more));
              read += more;
            }
            if (inflater.inflate(chunk) == 0
                && (inflater.finished() || inflater.needsDictionary())) {
              throw new EOFException("compressed data ends too early");
            }
          }
          if (!sink.take(chunk.flip())) {
            return;
          }
        }
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

    @Override
    public void each(Sink sink) {
      sink.take(bytes.slice(0, bytes.limit()));
    }
  }

  /** Bytes in the middle of others. */
  record Part(Region whole, long begin, long length) implements Region {
    @Override
    public ByteBuffer slice(long from, int count) throws IOException {
      return whole.slice(begin + from, count);
    }

    @Override
    public void each(Sink sink) throws IOException {
      sink.take(slice(0, Math.toIntExact(length)));
    }
  }

  /** Bytes whose checksum is compared before the first of them is handed out. */
  final class Checked implements Region {
    private final String name;
    private final Region bytes;
    private final int crc32;
    private boolean compared;

    /**
     * @param name for the message
     */
    Checked(String name, Region bytes, int crc32) {
      this.name = name;
      this.bytes = bytes;
      this.crc32 = crc32;
    }

    /**
     * The bytes themselves.
     *
     * @throws IOException if they are not those that the checksum was made of
     */
    Region compared() throws IOException {
      if (!compared) {
        CRC32 sum = new CRC32();
        bytes.each(
            chunk -> {
              sum.update(chunk);
              return true;
            });
        if ((int) sum.getValue() != crc32) {
          throw new IOException(name + " is damaged: its checksum is another");
        }
        compared = true;
      }
      return bytes;
    }

    @Override
    public long length() {
      return bytes.length();
    }

    @Override
    public ByteBuffer slice(long begin, int count) throws IOException {
      return compared().slice(begin, count);
    }

    @Override
    public void each(Sink sink) throws IOException {
      compared().each(sink);
    }
  }
}
