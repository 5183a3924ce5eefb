package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * The numbers of a tensor as a file has them.
 *
 * @param name for messages
 * @param bytes direct, little-endian and row-major, from 0 to the limit
 */
public record StoredTensor(String name, Dtype dtype, Shape shape, ByteBuffer bytes) {
  /**
   * A float32 copy owned by {@code manager}.
   *
   * @throws NonFiniteException if a number is NaN or infinite
   */
  public NDArray read(NDManager manager) {
    Optional<NonFiniteException> flaw = flaw();
    if (flaw.isPresent()) {
      throw flaw.get();
    }
    if (dtype == Dtype.BF16 || dtype == Dtype.I16) { // DJL cannot convert these
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) dtype.value(bytes, i);
      }
      try (NDArray widened = manager.create(values, shape)) {
        return widened.duplicate(); // without Java's buffer behind it
      }
    }
    DataType type = dtype.type();
    // The array shares the read-only bytes; what is returned belongs to PyTorch and may be written.
    try (NDArray shared = manager.create(bytes, shape, type)) {
      return type == DataType.FLOAT32 ? shared.duplicate() : shared.toType(DataType.FLOAT32, true);
    }
  }

  /** The first number that is NaN or infinite, if there is one. */
  Optional<NonFiniteException> flaw() {
    int index = dtype.firstNonFinite(bytes);
    return index < 0
        ? Optional.empty()
        : Optional.of(
            new NonFiniteException(
                String.format(
                    Locale.ROOT,
                    "tensor %s: number %d of its %d is",
                    name,
                    index + 1L,
                    shape.size()),
                dtype.value(bytes, index)));
  }
}
