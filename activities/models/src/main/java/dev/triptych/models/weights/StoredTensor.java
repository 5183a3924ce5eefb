package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.RawMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/**
 * The numbers of a tensor as a file has them.
 *
 * @param name for messages
 * @param bytes little-endian and row-major
 */
public record StoredTensor(String name, Dtype dtype, Shape shape, Bytes bytes) {
  private static final int CHUNK = 1 << 20; // bytes that are looked at together

  /** Where the bytes come from; they are read once and not kept in Java's memory. */
  @FunctionalInterface
  public interface Bytes {
    /** Fills {@code target} with the tensor's bytes from {@code begin} on. */
    void read(long begin, ByteBuffer target);
  }

  /**
   * @param bytes from 0 to the limit
   */
  public StoredTensor(String name, Dtype dtype, Shape shape, ByteBuffer bytes) {
    this(
        name,
        dtype,
        shape,
        (begin, target) -> target.put(bytes.slice((int) begin, target.remaining())));
  }

  /**
   * A float32 copy owned by {@code manager}.
   *
   * @throws NonFiniteException if a number is NaN or infinite
   */
  public NDArray read(NDManager manager) {
    return RawMemory.filled(
        shape,
        dtype.torchType(),
        Dtype.F32.torchType(),
        memory -> {
          bytes.read(0, memory);
          requireFinite(memory);
        },
        manager);
  }

  private long size() {
    return shape.size() * dtype.width();
  }

  private void requireFinite(ByteBuffer memory) {
    int index = dtype.firstNonFinite(memory);
    if (index >= 0) {
      throw flaw(index, dtype.value(memory, index));
    }
  }

  /** The first number that is NaN or infinite, if there is one. */
  Optional<NonFiniteException> flaw() {
    long size = size();
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK, size)).order(ByteOrder.LITTLE_ENDIAN);
    for (long begin = 0; begin < size; begin += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK, size - begin));
      bytes.read(begin, chunk);
      int index = dtype.firstNonFinite(chunk);
      if (index >= 0) {
        return Optional.of(flaw(begin / dtype.width() + index, dtype.value(chunk, index)));
      }
    }
    return Optional.empty();
  }

  private NonFiniteException flaw(long index, double value) {
    return new NonFiniteException(
        String.format(
            Locale.ROOT, "tensor %s: number %d of its %d is", name, index + 1, shape.size()),
        value);
  }
}
