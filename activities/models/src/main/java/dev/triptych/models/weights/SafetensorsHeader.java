package dev.triptych.models.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.json.JsonTrouble;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON header of a safetensors file. Its tensors cover the data once: in the order of their
 * offsets, each begins where the one before it ends, the first at 0, the last ends with the file.
 *
 * @param tensors by name, in the order of the header
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Where a tensor lies.
   *
   * @param begin of its bytes, counted from the end of the header
   * @param end behind its last byte
   */
  record Entry(String name, Dtype dtype, Shape shape, long begin, long end) {
    long bytes() {
      return end - begin;
    }

    @Override
    public String toString() {
      return name + " (bytes " + begin + " to " + end + ")";
    }
  }

  /** Says what is wrong with a header. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }
  }

  SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * @param dataBytes that follow the header
   */
  static SafetensorsHeader parse(byte[] header, long dataBytes) throws Malformed {
    Map<String, Entry> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object(header).properties()) {
      if (field.getKey().equals(METADATA)) {
        addMetadata(field.getValue(), metadata);
      } else {
        tensors.put(field.getKey(), entry(field.getKey(), field.getValue()));
      }
    }
    checkCoverage(List.copyOf(tensors.values()), dataBytes);
    return new SafetensorsHeader(tensors, metadata);
  }

  private static JsonNode object(byte[] header) throws Malformed {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        throw new Malformed("its header is not an object");
      }
      return json;
    } catch (CharacterCodingException e) {
      throw new Malformed("its header is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new Malformed("in its header, " + JsonTrouble.of(e));
    }
  }

  private static void addMetadata(JsonNode node, Map<String, String> metadata) throws Malformed {
    if (!node.isObject()) {
      throw new Malformed("its metadata is not an object");
    }
    for (Map.Entry<String, JsonNode> pair : node.properties()) {
      if (!pair.getValue().isTextual()) {
        throw new Malformed("its metadata has a " + pair.getKey() + " that is not text");
      }
      metadata.put(pair.getKey(), pair.getValue().textValue());
    }
  }

  private static Entry entry(String name, JsonNode node) throws Malformed {
    JsonNode offsets = node.path("data_offsets");
    JsonNode shape = node.path("shape");
    if (!shape.isArray() || offsets.size() != 2 || !node.path("dtype").isTextual()) {
      throw new Malformed("tensor " + name + " lacks dtype, shape or data_offsets");
    }
    String type = node.path("dtype").textValue();
    Dtype dtype =
        Dtype.of(type)
            .orElseThrow(
                () ->
                    new Malformed(
                        "tensor " + name + " has dtype " + type + ", which is not supported"));
    long[] sizes = new long[shape.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = whole(shape.get(i), "the shape of tensor " + name);
    }
    long begin = whole(offsets.get(0), "data_offsets of tensor " + name);
    long end = whole(offsets.get(1), "data_offsets of tensor " + name);
    Entry entry = new Entry(name, dtype, new Shape(sizes), begin, end);
    if (end < begin) {
      throw new Malformed("tensor " + entry + " ends before it begins");
    }
    checkSize(entry, sizes);
    return entry;
  }

  private static long whole(JsonNode node, String what) throws Malformed {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw new Malformed(what + " has " + node + ", which is not a size");
    }
    return node.longValue();
  }

  private static void checkSize(Entry entry, long[] sizes) throws Malformed {
    long bytes = entry.dtype().width();
    try {
      for (long size : sizes) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      throw new Malformed("tensor " + entry.name() + " has an impossible shape " + entry.shape());
    }
    if (bytes != entry.bytes()) {
      throw new Malformed(
          String.format(
              Locale.ROOT,
              "tensor %s is %s%s, which takes %d bytes",
              entry,
              entry.dtype(),
              entry.shape(),
              bytes));
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new Malformed("tensor " + entry + " is larger than 2 GiB, which is not supported");
    }
  }

  private static void checkCoverage(List<Entry> tensors, long dataBytes) throws Malformed {
    List<Entry> ordered =
        tensors.stream()
            .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
            .toList();
    long covered = 0;
    String last = "the header";
    for (Entry entry : ordered) {
      if (entry.end() > dataBytes) {
        throw new Malformed(
            String.format(
                Locale.ROOT,
                "tensor %s ends behind the %d bytes of data; the file is cut short or damaged",
                entry,
                dataBytes));
      }
      if (entry.begin() < covered) {
        throw new Malformed("tensors " + last + " and " + entry + " overlap");
      }
      if (entry.begin() > covered) {
        throw new Malformed(
            String.format(
                Locale.ROOT,
                "bytes %d to %d of the data, between %s and %s, belong to no tensor",
                covered,
                entry.begin(),
                last,
                entry));
      }
      covered = entry.end();
      last = entry.toString();
    }
    if (covered < dataBytes) {
      throw new Malformed(
          String.format(
              Locale.ROOT,
              "bytes %d to %d of the data, behind %s, belong to no tensor",
              covered,
              dataBytes,
              last));
    }
  }
}
