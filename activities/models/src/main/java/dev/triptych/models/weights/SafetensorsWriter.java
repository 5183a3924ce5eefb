package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.finite.NonFiniteException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes safetensors. Equal tensors and metadata give equal bytes. */
public final class SafetensorsWriter {
  /** How floating-point values are stored. */
  public enum Precision {
    FLOAT32(Dtype.F32),
    FLOAT16(Dtype.F16),
    BFLOAT16(Dtype.BF16);

    private final Dtype dtype;

    Precision(Dtype dtype) {
      this.dtype = dtype;
    }
  }

  /** Hands out the float32 tensors of a file one after another; the writer closes each. */
  @FunctionalInterface
  public interface Stream {
    /** The tensor {@code name}, of the shape that was announced. */
    NDArray next(String name);
  }

  private SafetensorsWriter() {}

  /**
   * Writes {@code file} whole or not at all.
   *
   * @throws NonFiniteException that names a tensor which has a NaN or an infinity, or gets one in
   *     {@code precision}
   * @throws FileSystemException that names a file, also where Java's streams would not: on a full
   *     disk
   */
  public static void write(
      Path file, Map<String, NDArray> tensors, Map<String, String> metadata, Precision precision)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(draft)) {
        write(out, tensors, metadata, precision);
      } catch (IOException e) {
        throw named(file, e);
      }
      try {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static IOException named(Path file, IOException e) {
    return e instanceof FileSystemException
        ? e
        : (IOException) new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @throws NonFiniteException as above, when a part is written
   */
  public static void write(
      OutputStream out,
      Map<String, NDArray> tensors,
      Map<String, String> metadata,
      Precision precision)
      throws IOException {
    writeHeader(out, shapes(tensors), metadata, precision);
    for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
      out.write(bytes(entry.getKey(), entry.getValue(), precision));
    }
  }

  /**
   * As above, with one tensor in memory at a time.
   *
   * @param shapes of all tensors, in the order of the file
   */
  public static void write(
      OutputStream out,
      Map<String, Shape> shapes,
      Stream tensors,
      Map<String, String> metadata,
      Precision precision)
      throws IOException {
    writeHeader(out, shapes, metadata, precision);
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      try (NDArray tensor = tensors.next(entry.getKey())) {
        require(entry.getKey(), tensor);
        if (tensor.size() != entry.getValue().size()) {
          throw new IllegalArgumentException(
              entry.getKey() + " is " + tensor.getShape() + ", not " + entry.getValue());
        }
        out.write(bytes(entry.getKey(), tensor, precision));
      }
    }
  }

  /** Bytes of a file of such tensors without metadata. */
  public static long size(Map<String, Shape> shapes, Precision precision) {
    long numbers = shapes.values().stream().mapToLong(Shape::size).sum();
    return 8 + header(shapes, Map.of(), precision).length + numbers * precision.dtype.width();
  }

  private static Map<String, Shape> shapes(Map<String, NDArray> tensors) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          require(name, tensor);
          shapes.put(name, tensor.getShape());
        });
    return shapes;
  }

  private static void require(String name, NDArray tensor) {
    if (tensor.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          name + " is " + tensor.getDataType() + "; only float32 tensors are written");
    }
  }

  private static void writeHeader(
      OutputStream out,
      Map<String, Shape> shapes,
      Map<String, String> metadata,
      Precision precision)
      throws IOException {
    byte[] header = header(shapes, metadata, precision);
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.write(header);
  }

  private static byte[] bytes(String name, NDArray tensor, Precision precision) {
    byte[] bytes =
        switch (precision) {
          case FLOAT32 -> tensor.toByteArray();
          case FLOAT16 -> {
            try (NDArray half = tensor.toType(DataType.FLOAT16, true)) {
              yield half.toByteArray();
            }
          }
          case BFLOAT16 -> {
            byte[] floats = tensor.toByteArray();
            check(name, floats, Dtype.F32, precision.dtype); // rounding would hide some NaNs
            yield Dtype.toBFloat16(floats);
          }
        };
    check(name, bytes, precision.dtype, precision.dtype);
    return bytes;
  }

  private static void check(String name, byte[] bytes, Dtype dtype, Dtype kept) {
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int index = dtype.firstNonFinite(numbers);
    if (index >= 0) {
      throw new NonFiniteException(
          String.format(
              Locale.ROOT,
              "tensor %s, which was to be kept as %s: number %d of its %d is",
              name,
              kept,
              index + 1L,
              bytes.length / dtype.width()),
          dtype.value(numbers, index));
    }
  }

  private static byte[] header(
      Map<String, Shape> shapes, Map<String, String> metadata, Precision precision) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put("__metadata__", new TreeMap<>(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      long end = offset + entry.getValue().size() * precision.dtype.width();
      header.put(
          entry.getKey(),
          Map.of(
              "dtype",
              precision.dtype.name(),
              "shape",
              entry.getValue().getShape(),
              "data_offsets",
              new long[] {offset, end}));
      offset = end;
    }
    try {
      String json = new JsonMapper().writeValueAsString(sorted(header));
      int padding = (8 - json.getBytes(StandardCharsets.UTF_8).length % 8) % 8; // aligned data
      return (json + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Map.of iterates in an order of its own; equal content must give equal bytes. */
  private static Map<String, Object> sorted(Map<String, Object> header) {
    Map<String, Object> result = new LinkedHashMap<>();
    header.forEach(
        (name, value) ->
            result.put(name, value instanceof Map<?, ?> fields ? new TreeMap<>(fields) : value));
    return result;
  }
}
