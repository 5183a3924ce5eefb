package dev.triptych.models.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entries of a zip archive by name, with the places of their bytes, which {@code
 * java.util.zip.ZipFile} does not tell. Stored entries together are no longer than the file, and
 * deflated ones no more than {@value #MAX_INFLATION} times their compressed bytes.
 */
final class ZipDirectory {
  /** Weights hardly shrink; only long runs of zeros do. */
  static final int MAX_INFLATION = 64;

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final long IN_EXTRA = 0xffff_ffffL;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final Region.Stored file;
  private final FileChannel channel;
  private final ByteBuffer localHeader =
      ByteBuffer.allocate(LOCAL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<String, Region> entries = new LinkedHashMap<>();

  private ZipDirectory(Region.Stored file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Map<String, Region> of(Region.Stored file) throws IOException, Malformed {
    try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      ZipDirectory directory = new ZipDirectory(file, channel);
      directory.read();
      return directory.entries;
    }
  }

  private void read() throws IOException, Malformed {
    int tailBytes = (int) Math.min(file.length(), END_BYTES + MAX_COMMENT);
    ByteBuffer tail = file.slice(file.length() - tailBytes, tailBytes);
    int end = tailBytes - END_BYTES;
    while (end >= 0 && tail.getInt(end) != END) {
      end--;
    }
    if (end < 0) {
      throw new Malformed("a zip archive without an end: it is cut short");
    }
    long count = tail.getShort(end + 10) & 0xffff;
    long bytes = tail.getInt(end + 12) & IN_EXTRA;
    long offset = tail.getInt(end + 16) & IN_EXTRA;
    long endAt = file.length() - tailBytes + end;
    if (endAt >= LOCATOR_64_BYTES) {
      ByteBuffer locator = file.slice(endAt - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
      if (locator.getInt(0) == LOCATOR_64) {
        long wideAt = locator.getLong(8);
        requireInside(wideAt, END_64_BYTES, "the end of its directory");
        ByteBuffer wide = file.slice(wideAt, END_64_BYTES);
        if (wide.getInt(0) != END_64) {
          throw new Malformed("its directory's end is not where the archive says");
        }
        count = wide.getLong(32);
        bytes = wide.getLong(40);
        offset = wide.getLong(48);
      }
    }
    readEntries(count, bytes, offset);
  }

  private void readEntries(long count, long bytes, long offset) throws IOException, Malformed {
    requireInside(offset, 0, "its directory");
    if (bytes < 0 || bytes > file.length() - offset || count < 0) {
      throw new Malformed("its directory reaches beyond the end of the file");
    }
    long stored = 0;
    try (ByteReader in = new ByteReader(file.part(offset, bytes))) {
      for (long i = 0; i < count; i++) {
        Region entry = entry(in);
        stored += entry instanceof Region.Stored ? entry.length() : 0;
        if (stored > file.length()) {
          throw new Malformed("its entries overlap");
        }
      }
    }
  }

  private Region entry(ByteReader in) throws IOException, Malformed {
    if (in.int32() != CENTRAL) {
      throw new Malformed("its directory is damaged");
    }
    in.skip(4); // versions
    int flags = in.unsignedShort();
    int method = in.unsignedShort();
    in.skip(4); // time
    int crc32 = in.int32();
    long packed = in.unsignedInt();
    long length = in.unsignedInt();
    int nameBytes = in.unsignedShort();
    int extraBytes = in.unsignedShort();
    int commentBytes = in.unsignedShort();
    in.skip(8); // disk and attributes
    long header = in.unsignedInt();
    String name = new String(in.bytes(nameBytes), StandardCharsets.UTF_8);
    byte[] extra = in.bytes(extraBytes);
    in.skip(commentBytes);

    ByteBuffer wide = wide(extra);
    length = length == IN_EXTRA ? wideNumber(wide, name) : length;
    packed = packed == IN_EXTRA ? wideNumber(wide, name) : packed;
    header = header == IN_EXTRA ? wideNumber(wide, name) : header;
    if ((flags & 1) != 0) {
      throw new Malformed("its entry " + Shown.of(name) + " is encrypted");
    }
    Region region = region(name, method, header, packed, length);
    // PyTorch writes 0 where it was told to leave checksums out.
    String entry = "its entry " + Shown.of(name);
    entries.putIfAbsent(name, crc32 == 0 ? region : new Region.Checked(entry, region, crc32));
    return region;
  }

  private Region region(String name, int method, long header, long packed, long length)
      throws IOException, Malformed {
    String entry = "its entry " + Shown.of(name);
    requireInside(header, LOCAL_BYTES, entry);
    ByteBuffer local = localHeader.clear();
    if (channel.read(local, file.offset() + header) < LOCAL_BYTES || local.getInt(0) != LOCAL) {
      throw new Malformed(entry + " is not where the directory says");
    }
    long begin =
        header + LOCAL_BYTES + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
    if (packed < 0 || begin > file.length() || packed > file.length() - begin) {
      throw new Malformed(entry + " reaches beyond the end of the file");
    }
    Region.Stored bytes = file.part(begin, packed);
    if (method == STORED && packed == length) {
      return bytes;
    } else if (method != DEFLATED) {
      throw new Malformed(entry + " is neither stored nor deflated as it should be");
    } else if (length < 0 || length / MAX_INFLATION > packed) {
      throw new Malformed(
          entry
              + " claims to inflate from "
              + packed
              + " to "
              + Long.toUnsignedString(length)
              + " bytes, more than "
              + MAX_INFLATION
              + " times");
    }
    return new Region.Deflated(bytes, length);
  }

  /** The zip64 numbers of an entry, or nothing. */
  private static ByteBuffer wide(byte[] extra) {
    ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
    while (fields.remaining() >= 4) {
      int id = fields.getShort() & 0xffff;
      int size = Math.min(fields.getShort() & 0xffff, fields.remaining());
      if (id == 1) {
        return fields.slice(fields.position(), size).order(ByteOrder.LITTLE_ENDIAN);
      }
      fields.position(fields.position() + size);
    }
    return ByteBuffer.allocate(0);
  }

  private static long wideNumber(ByteBuffer wide, String name) throws Malformed {
    if (wide.remaining() < Long.BYTES) {
      throw new Malformed("its entry " + Shown.of(name) + " has no size");
    }
    return wide.getLong();
  }

  private void requireInside(long begin, int count, String what) throws Malformed {
    if (begin < 0 || begin > file.length() - count) {
      throw new Malformed(what + " lies beyond the end of the file");
    }
  }
}
