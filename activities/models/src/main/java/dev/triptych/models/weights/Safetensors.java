package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file, read tensor by tensor from a memory map: 8 bytes little-endian header length,
 * a JSON header of {@code {name: {dtype, shape, data_offsets}}}, then the data. Files may exceed 2
 * GiB; a single tensor may not. Every length and offset is checked before it is used.
 */
public final class Safetensors implements TensorSource {
  private static final int MAX_HEADER_BYTES =
      100_000_000; // the limit of the reference implementation
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .build())
          .build();

  private record Entry(String dtype, Shape shape, long begin, long end) {}

  private final Path file;
  private final long dataStart;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private Safetensors(
      Path file, long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
    this.file = file;
    this.dataStart = dataStart;
    this.entries = Collections.unmodifiableMap(entries);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Reads the header.
   *
   * @throws WeightsException if the file is missing, cut short or malformed
   */
  public static Safetensors open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < 8) {
        throw malformed(file, "it has " + size + " bytes, too few for a header");
      }
      long length = read(channel, 0, 8).getLong();
      if (length < 2 || length > MAX_HEADER_BYTES || length > size - 8) {
        throw malformed(file, "its header claims " + length + " bytes, the file has " + size);
      }
      byte[] header = new byte[(int) length];
      read(channel, 8, (int) length).get(header);
      Map<String, Entry> entries = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      parse(
          file,
          JSON.readTree(new String(header, StandardCharsets.UTF_8)),
          size - 8 - length,
          entries,
          metadata);
      return new Safetensors(file, 8 + length, entries, metadata);
    } catch (JsonProcessingException e) {
      throw malformed(file, "its header is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new WeightsException("cannot read " + file + ": " + e, e);
    }
  }

  private static void parse(
      Path file,
      JsonNode header,
      long dataBytes,
      Map<String, Entry> entries,
      Map<String, String> metadata) {
    if (!header.isObject()) {
      throw malformed(file, "its header is not an object");
    }
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.equals("__metadata__")) {
        value.properties().forEach(pair -> metadata.put(pair.getKey(), pair.getValue().asText()));
        continue;
      }
      JsonNode offsets = value.path("data_offsets");
      if (!value.path("shape").isArray()
          || offsets.size() != 2
          || !value.path("dtype").isTextual()) {
        throw malformed(file, "tensor " + name + " lacks dtype, shape or data_offsets");
      }
      long[] sizes = new long[value.path("shape").size()];
      long count = 1;
      try {
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] = value.path("shape").get(i).asLong(-1);
          if (sizes[i] < 0) {
            throw malformed(file, "tensor " + name + " has a bad shape");
          }
          count = Math.multiplyExact(count, sizes[i]);
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        String dtype = value.path("dtype").asText();
        if (begin < 0 || end < begin || end > dataBytes) {
          throw malformed(
              file,
              "tensor "
                  + name
                  + " ends at byte "
                  + end
                  + " of "
                  + dataBytes
                  + "; the file is cut short or damaged");
        }
        if (Math.multiplyExact(count, width(file, name, dtype)) != end - begin) {
          throw malformed(
              file,
              "tensor "
                  + name
                  + " "
                  + dtype
                  + new Shape(sizes)
                  + " does not fill its "
                  + (end - begin)
                  + " bytes");
        }
        entries.put(name, new Entry(dtype, new Shape(sizes), begin, end));
      } catch (ArithmeticException e) {
        throw malformed(file, "tensor " + name + " has an impossible shape");
      }
    }
  }

  private static long width(Path file, String name, String dtype) {
    return switch (dtype) {
      case "F64", "I64" -> 8;
      case "F32", "I32" -> 4;
      case "F16", "BF16" -> 2;
      case "U8", "I8", "BOOL" -> 1;
      default ->
          throw malformed(
              file, "tensor " + name + " has dtype " + dtype + ", which is not supported");
    };
  }

  @Override
  public String origin() {
    return file.toString();
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  /** The file's {@code __metadata__}. */
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public @Nullable Shape shape(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.shape();
  }

  @Override
  public NDArray read(String name, NDManager manager) {
    Entry entry = entry(name);
    ByteBuffer data = map(entry);
    if (entry.dtype().equals("BF16")) { // DJL cannot convert bfloat16
      float[] values = new float[data.remaining() / 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(data.getShort(2 * i) << 16);
      }
      return manager.create(values, entry.shape());
    }
    DataType type =
        switch (entry.dtype()) {
          case "F64" -> DataType.FLOAT64;
          case "F16" -> DataType.FLOAT16;
          case "I64" -> DataType.INT64;
          case "I32" -> DataType.INT32;
          case "U8" -> DataType.UINT8;
          case "I8" -> DataType.INT8;
          case "BOOL" -> DataType.BOOLEAN;
          default -> DataType.FLOAT32;
        };
    // The array shares the read-only mapping; the copy belongs to PyTorch and may be written.
    try (NDArray mapped = manager.create(data, entry.shape(), type)) {
      return mapped.toType(DataType.FLOAT32, true);
    }
  }

  /** The values of an integer tensor. */
  public long[] readLongs(String name) {
    Entry entry = entry(name);
    ByteBuffer data = map(entry);
    long[] values = new long[(int) entry.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.dtype()) {
            case "I64" -> data.getLong(8 * i);
            case "I32" -> data.getInt(4 * i);
            case "U8", "BOOL" -> data.get(i) & 0xff;
            case "I8" -> data.get(i);
            default ->
                throw new WeightsException(
                    "tensor " + name + " of " + file + " is " + entry.dtype() + ", not an integer");
          };
    }
    return values;
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new WeightsException("no tensor " + name + " in " + file);
    }
    return entry;
  }

  private ByteBuffer map(Entry entry) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long begin = dataStart + entry.begin();
      if (begin + entry.end() - entry.begin() > channel.size()) {
        throw malformed(file, "it became shorter while it was read");
      }
      return channel
          .map(MapMode.READ_ONLY, begin, entry.end() - entry.begin())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file ended early");
      }
    }
    return buffer.flip();
  }

  private static WeightsException malformed(Path file, String reason) {
    return new WeightsException(file + " is not a usable safetensors file: " + reason);
  }
}
