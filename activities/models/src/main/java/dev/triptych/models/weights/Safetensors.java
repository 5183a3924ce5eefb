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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private final String origin;
  private final Content content;
  private final long dataStart;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  private Safetensors(
      String origin,
      Content content,
      long dataStart,
      Map<String, Entry> entries,
      Map<String, String> metadata) {
    this.origin = origin;
    this.content = content;
    this.dataStart = dataStart;
    this.entries = Collections.unmodifiableMap(entries);
    this.metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Reads the header of a file.
   *
   * @throws WeightsException if the file is missing, cut short or malformed
   */
  public static Safetensors open(Path file) {
    return open(file.toString(), new Content.Mapped(file));
  }

  /**
   * Reads the header of a file that is in memory.
   *
   * @param origin where the bytes come from, for messages
   * @throws WeightsException if the bytes are cut short or malformed
   */
  public static Safetensors of(String origin, byte[] bytes) {
    return open(origin, Content.InMemory.copyOf(bytes));
  }

  private static Safetensors open(String origin, Content content) {
    try {
      long size = content.size();
      if (size < 8) {
        throw malformed(origin, "it has " + size + " bytes, too few for a header");
      }
      long length = content.slice(0, 8).getLong();
      if (length < 2 || length > MAX_HEADER_BYTES || length > size - 8) {
        throw malformed(origin, "its header claims " + length + " bytes, the file has " + size);
      }
      byte[] header = new byte[(int) length];
      content.slice(8, length).get(header);
      Map<String, Entry> entries = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      JsonNode json = JSON.readTree(new String(header, StandardCharsets.UTF_8));
      parse(origin, json, size - 8 - length, entries, metadata);
      return new Safetensors(origin, content, 8 + length, entries, metadata);
    } catch (JsonProcessingException e) {
      throw malformed(origin, "its header is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw unreadable(origin, e);
    }
  }

  private static void parse(
      String origin,
      JsonNode header,
      long dataBytes,
      Map<String, Entry> entries,
      Map<String, String> metadata) {
    if (!header.isObject()) {
      throw malformed(origin, "its header is not an object");
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
        throw malformed(origin, "tensor " + name + " lacks dtype, shape or data_offsets");
      }
      long[] sizes = new long[value.path("shape").size()];
      long count = 1;
      try {
        for (int i = 0; i < sizes.length; i++) {
          sizes[i] = value.path("shape").get(i).asLong(-1);
          if (sizes[i] < 0) {
            throw malformed(origin, "tensor " + name + " has a bad shape");
          }
          count = Math.multiplyExact(count, sizes[i]);
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        String dtype = value.path("dtype").asText();
        if (begin < 0 || end < begin || end > dataBytes) {
          throw malformed(
              origin,
              "tensor "
                  + name
                  + " ends at byte "
                  + end
                  + " of "
                  + dataBytes
                  + "; the file is cut short or damaged");
        }
        if (Math.multiplyExact(count, width(origin, name, dtype)) != end - begin) {
          throw malformed(
              origin,
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
        throw malformed(origin, "tensor " + name + " has an impossible shape");
      }
    }
  }

  private static long width(String origin, String name, String dtype) {
    return switch (dtype) {
      case "F64", "I64" -> 8;
      case "F32", "I32" -> 4;
      case "F16", "BF16" -> 2;
      case "U8", "I8", "BOOL" -> 1;
      default ->
          throw malformed(
              origin, "tensor " + name + " has dtype " + dtype + ", which is not supported");
    };
  }

  @Override
  public String origin() {
    return origin;
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
    ByteBuffer bytes = bytes(entry);
    if (entry.dtype().equals("BF16")) { // DJL cannot convert bfloat16
      float[] values = new float[bytes.remaining() / 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      }
      try (NDArray widened = manager.create(values, entry.shape())) {
        return widened.duplicate(); // without Java's buffer behind it
      }
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
    // The array shares the read-only bytes; what is returned belongs to PyTorch and may be written.
    try (NDArray shared = manager.create(bytes, entry.shape(), type)) {
      return type == DataType.FLOAT32 ? shared.duplicate() : shared.toType(DataType.FLOAT32, true);
    }
  }

  /** The values of an integer tensor. */
  public long[] readLongs(String name) {
    Entry entry = entry(name);
    ByteBuffer data = bytes(entry);
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
                    "Numbers of type " + entry.dtype() + " where whole ones are wanted",
                    "tensor " + name + " in " + origin);
          };
    }
    return values;
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new WeightsException("There is no tensor " + name, origin);
    }
    return entry;
  }

  private ByteBuffer bytes(Entry entry) {
    try {
      return content.slice(dataStart + entry.begin(), entry.end() - entry.begin());
    } catch (IOException e) {
      throw unreadable(origin, e);
    }
  }

  private static WeightsException malformed(String origin, String reason) {
    return new WeightsException("Not a usable safetensors file (" + reason + ")", origin);
  }

  private static WeightsException unreadable(String origin, IOException e) {
    return new WeightsException("Cannot read weights (" + e.getMessage() + ")", origin, e);
  }
}
