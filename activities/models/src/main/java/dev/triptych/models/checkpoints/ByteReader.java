package dev.triptych.models.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a region from its beginning. Long payloads are stepped over and remembered by place. */
final class ByteReader implements AutoCloseable {
  private static final int WINDOW = 1 << 14;
  private static final int MAX_LINE = 1 << 16;

  private final Region region;
  private final @Nullable FileChannel channel;
  private final ByteBuffer window;
  private long windowStart;

  /**
   * @param region as it is in a file, or in memory
   */
  ByteReader(Region region) throws IOException {
    this.region = region;
    if (region instanceof Region.Stored stored) {
      channel = FileChannel.open(stored.file(), StandardOpenOption.READ);
      window = ByteBuffer.allocate((int) Math.min(WINDOW, stored.length())).limit(0);
    } else {
      channel = null;
      window = region.slice(0, Math.toIntExact(region.length()));
    }
    window.order(ByteOrder.LITTLE_ENDIAN);
  }

  long position() {
    return windowStart + window.position();
  }

  long remaining() {
    return region.length() - position();
  }

  int unsignedByte() throws IOException, Malformed {
    return ahead(1).get() & 0xff;
  }

  int unsignedShort() throws IOException, Malformed {
    return ahead(2).getShort() & 0xffff;
  }

  int int32() throws IOException, Malformed {
    return ahead(4).getInt();
  }

  long unsignedInt() throws IOException, Malformed {
    return int32() & 0xffff_ffffL;
  }

  long int64() throws IOException, Malformed {
    return ahead(8).getLong();
  }

  double bigEndianDouble() throws IOException, Malformed {
    return Double.longBitsToDouble(Long.reverseBytes(int64()));
  }

  /** The next {@code count} bytes, copied. */
  byte[] bytes(long count) throws IOException, Malformed {
    require(count);
    byte[] bytes = new byte[Math.toIntExact(count)];
    for (int done = 0; done < bytes.length; ) {
      int now = Math.min(bytes.length - done, Math.max(1, window.capacity()));
      ahead(now).get(bytes, done, now);
      done += now;
    }
    return bytes;
  }

  /** Steps over the next {@code count} bytes. */
  Region skip(long count) throws Malformed {
    require(count);
    Region part = part(count);
    if (count <= window.remaining()) {
      window.position(window.position() + (int) count);
    } else {
      windowStart = position() + count;
      window.position(0).limit(0);
    }
    return part;
  }

  private Region part(long count) {
    return region instanceof Region.Stored stored
        ? stored.part(position(), count)
        : new Region.InMemory(window.slice(window.position(), (int) count));
  }

  /** The text before the next line feed, which is read too. */
  String line() throws IOException, Malformed {
    StringBuilder text = new StringBuilder();
    for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
      if (text.length() == MAX_LINE) {
        throw new Malformed("a line at byte " + position() + " does not end");
      }
      text.append((char) c);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void require(long count) throws Malformed {
    if (count < 0 || count > remaining()) {
      throw new Malformed(
          "at byte "
              + position()
              + " it promises "
              + Long.toUnsignedString(count)
              + " bytes, but only "
              + remaining()
              + " follow");
    }
  }

  /** The window with at least {@code count} bytes from the position on. */
  private ByteBuffer ahead(int count) throws IOException, Malformed {
    if (window.remaining() >= count) {
      return window;
    }
    if (count > remaining() || channel == null) {
      throw new Malformed("it ends at byte " + region.length() + ", in the middle of something");
    }
    windowStart = position();
    window.compact();
    long start = ((Region.Stored) region).offset() + windowStart;
    window.limit((int) Math.min(window.capacity(), region.length() - windowStart));
    while (window.hasRemaining()) {
      if (channel.read(window, start + window.position()) < 0) {
        throw new Malformed("it became shorter while it was read");
      }
    }
    window.flip();
    return window;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
