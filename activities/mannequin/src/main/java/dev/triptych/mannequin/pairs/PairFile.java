package dev.triptych.mannequin.pairs;

import dev.triptych.mannequin.appearance.Identity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Fixed-size records in one mapped file. A record is there when its checksum, written last, fits: a
 * half-written one is simply missing.
 */
final class PairFile implements Closeable {
  static final int IMAGE_SIZE = 64;
  static final int PLAIN = 0;
  static final int STYLED = 1;

  /**
   * Raise whenever the same seed and index would look different, so that old caches are redrawn.
   */
  private static final int GENERATION = 4;

  private static final int IMAGE_BYTES = 3 * IMAGE_SIZE * IMAGE_SIZE;

  // A record's bytes: checksum 8, seed 8, generation 4, index 4, style 4, pitch 4, yaw 4,
  // latent 4 x 64, two images.
  private static final int BODY = 8;
  private static final int STYLE = BODY + 16;
  private static final int LATENT = STYLE + 12;
  private static final int IMAGES = LATENT + 4 * Identity.LATENT_SIZE;
  private static final int RECORD = IMAGES + 2 * IMAGE_BYTES;

  private static final int RECORDS_A_SEGMENT = 16384; // a mapping cannot exceed 2 GiB

  private final FileChannel channel;
  private @Nullable FileLock lock;
  private final List<MappedByteBuffer> segments;
  private final long seed;
  private final int count;

  private PairFile(
      FileChannel channel, FileLock lock, List<MappedByteBuffer> segments, long seed, int count) {
    this.channel = channel;
    this.lock = lock;
    this.segments = segments;
    this.seed = seed;
    this.count = count;
  }

  static PairFile open(Path path, long seed, int count) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.lock(); // another process may be filling the file: wait
      List<MappedByteBuffer> segments = new ArrayList<>();
      for (int first = 0; first < count; first += RECORDS_A_SEGMENT) {
        int records = Math.min(RECORDS_A_SEGMENT, count - first);
        MappedByteBuffer segment =
            channel.map(
                FileChannel.MapMode.READ_WRITE, (long) first * RECORD, (long) records * RECORD);
        segment.order(ByteOrder.LITTLE_ENDIAN);
        segments.add(segment);
      }
      return new PairFile(channel, lock, segments, seed, count);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Lets other processes open the file: everything is in it. */
  synchronized void unlock() throws IOException {
    if (lock != null) {
      lock.release();
      lock = null;
    }
  }

  /** The records that are not in the file or damaged, in order. */
  List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteBuffer record = record(i);
      if (record.getLong(BODY) != seed
          || record.getInt(BODY + 8) != GENERATION
          || record.getInt(BODY + 12) != i
          || record.getLong(0) != checksum(record)) {
        missing.add(i);
      }
    }
    return missing;
  }

  void put(int index, Pair pair, float[] plain, float[] styled) {
    ByteBuffer record = record(index);
    record.position(BODY);
    record.putLong(seed).putInt(GENERATION).putInt(index);
    record.putInt(pair.style()).putFloat(pair.pitch()).putFloat(pair.yaw());
    for (float entry : pair.latent()) {
      record.putFloat(entry);
    }
    for (float[] image : List.of(plain, styled)) {
      for (float value : image) {
        record.put((byte) Math.round(255 * Math.max(0, Math.min(1, value))));
      }
    }
    record.putLong(0, checksum(record));
  }

  int style(int index) {
    return record(index).getInt(STYLE);
  }

  float pitch(int index) {
    return record(index).getFloat(STYLE + 4);
  }

  float yaw(int index) {
    return record(index).getFloat(STYLE + 8);
  }

  float[] latent(int index) {
    float[] latent = new float[Identity.LATENT_SIZE];
    record(index).position(LATENT).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(latent);
    return latent;
  }

  void image(int index, int which, float[] target, int offset, boolean mirrored) {
    ByteBuffer record = record(index);
    int start = IMAGES + which * IMAGE_BYTES;
    int flip = mirrored ? IMAGE_SIZE - 1 : 0;
    for (int i = 0; i < IMAGE_BYTES; i++) {
      int from = mirrored ? (i & -IMAGE_SIZE) + flip - i % IMAGE_SIZE : i;
      target[offset + i] = (record.get(start + from) & 0xFF) / 255f;
    }
  }

  private static long checksum(ByteBuffer record) {
    CRC32 crc = new CRC32();
    crc.update(record.duplicate().clear().position(BODY));
    return crc.getValue() ^ 0x5452495054594348L; // never 0, so an empty record does not fit
  }

  private ByteBuffer record(int index) {
    int at = index % RECORDS_A_SEGMENT * RECORD;
    return segments.get(index / RECORDS_A_SEGMENT).slice(at, RECORD).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
