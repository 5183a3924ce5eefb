package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.weights.SafetensorsHeader.Entry;
import dev.triptych.models.weights.SafetensorsHeader.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file, read tensor by tensor: 8 bytes little-endian header length, a JSON header of
 * {@code {name: {dtype, shape, data_offsets}}}, then the data. Files may exceed 2 GiB; a single
 * tensor may not. Every length and offset is checked before it is used, and every byte of the data
 * belongs to just one tensor.
 */
public final class Safetensors implements TensorSource {
  private static final int MAX_HEADER_BYTES =
      100_000_000; // the limit of the reference implementation

  private final String origin;
  private final Content content;
  private final long dataStart;
  private final SafetensorsHeader header;

  private Safetensors(String origin, Content content, long dataStart, SafetensorsHeader header) {
    this.origin = origin;
    this.content = content;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Reads the header of a file.
   *
   * @throws WeightsException if the file is missing, cut short or malformed
   */
  public static Safetensors open(Path file) {
    return open(file.toString(), new Content.OnDisk(file));
  }

  /**
   * Reads the header of a file that is in memory.
   *
   * @param origin where the bytes come from, for messages
   * @throws WeightsException if the bytes are cut short or malformed
   */
  public static Safetensors of(String origin, byte[] bytes) {
    return open(origin, new Content.InMemory(bytes.clone()));
  }

  private static Safetensors open(String origin, Content content) {
    try {
      long size = content.size();
      if (size < 8) {
        throw new Malformed("it has " + size + " bytes, too few for a header");
      }
      ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      content.read(0, start);
      long length = start.getLong(0);
      if (length < 2 || length > MAX_HEADER_BYTES || length > size - 8) {
        throw new Malformed("its header claims " + length + " bytes, the file has " + size);
      }
      byte[] header = new byte[(int) length];
      content.read(8, ByteBuffer.wrap(header));
      return new Safetensors(
          origin, content, 8 + length, SafetensorsHeader.parse(header, size - 8 - length));
    } catch (Malformed e) {
      throw new WeightsException(
          "Not a usable safetensors file (" + e.getMessage() + ")", origin, e);
    } catch (NoSuchFileException e) {
      throw new WeightsException("There is no such file", origin, e);
    } catch (IOException e) {
      throw unreadable(origin, e);
    }
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /** The file's {@code __metadata__}. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** The types of its numbers, by the format's names. */
  public Set<String> dtypes() {
    Set<String> types = new TreeSet<>();
    header.tensors().values().forEach(entry -> types.add(entry.dtype().name()));
    return types;
  }

  @Override
  public @Nullable Shape shape(String name) {
    Entry entry = header.tensors().get(name);
    return entry == null ? null : entry.shape();
  }

  /**
   * @throws NonFiniteException if a number of the tensor is NaN or infinite
   */
  @Override
  public NDArray read(String name, NDManager manager) {
    return stored(entry(name), name + " of " + origin).read(manager);
  }

  @Override
  public Dtype dtype(String name) {
    return entry(name).dtype();
  }

  /**
   * Looks at every number of the file.
   *
   * @return for each tensor with a NaN or an infinity, which it is and where the first one is
   */
  public List<String> nonFinite() {
    List<String> found = new ArrayList<>();
    for (Entry entry : header.tensors().values()) {
      stored(entry, entry.name())
          .flaw()
          .ifPresent(flaw -> found.add(String.valueOf(flaw.getMessage())));
    }
    return found;
  }

  private StoredTensor stored(Entry entry, String called) {
    return new StoredTensor(
        called, entry.dtype(), entry.shape(), (begin, target) -> read(entry, begin, target));
  }

  /** The values of an integer tensor. */
  public long[] readLongs(String name) {
    Entry entry = entry(name);
    ByteBuffer data = ByteBuffer.allocate((int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    read(entry, 0, data);
    long[] values = new long[(int) entry.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.dtype()) {
            case I64 -> data.getLong(8 * i);
            case I32 -> data.getInt(4 * i);
            case U8, BOOL -> data.get(i) & 0xff;
            case I16 -> data.getShort(2 * i);
            case I8 -> data.get(i);
            case F64, F32, F16, BF16 ->
                throw new WeightsException(
                    "Numbers of type " + entry.dtype() + " where integers are needed",
                    "tensor " + name + " in " + origin);
          };
    }
    return values;
  }

  private Entry entry(String name) {
    Entry entry = header.tensors().get(name);
    if (entry == null) {
      throw new WeightsException("There is no tensor " + name, origin);
    }
    return entry;
  }

  private void read(Entry entry, long begin, ByteBuffer target) {
    try {
      content.read(dataStart + entry.begin() + begin, target);
    } catch (IOException e) {
      throw unreadable(origin, e);
    }
  }

  private static WeightsException unreadable(String origin, IOException e) {
    return new WeightsException("Cannot read weights (" + e.getMessage() + ")", origin, e);
  }
}
