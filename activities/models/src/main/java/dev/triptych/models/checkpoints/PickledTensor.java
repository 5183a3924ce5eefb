package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Dtype;
import dev.triptych.models.weights.Flaw;
import dev.triptych.models.weights.StoredTensor;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A view of a storage, as PyTorch keeps tensors.
 *
 * @param strides in numbers, one per axis
 * @param offset of the first number
 */
record PickledTensor(Storage storage, Shape shape, long[] strides, long offset) {
  private static final int SMALL = 64;

  /**
   * @throws Malformed if the view reaches out of its storage
   */
  static PickledTensor of(Storage storage, long offset, long[] sizes, long[] strides)
      throws Malformed {
    try {
      if (offset >= 0
          && sizes.length == strides.length
          && end(offset, sizes, strides) <= storage.count()) {
        return new PickledTensor(storage, new Shape(sizes), strides, offset);
      }
    } catch (ArithmeticException e) {
      // too large for any storage
    }
    throw new Malformed(
        String.format(
            Locale.ROOT,
            "sizes %s with strides %s from %d on do not fit its storage of %d",
            Arrays.toString(sizes),
            Arrays.toString(strides),
            offset,
            storage.count()));
  }

  /** Number behind the last one that the view reaches. */
  private static long end(long offset, long[] sizes, long[] strides) {
    long last = offset;
    long count = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] < 0 || strides[axis] < 0) {
        throw new ArithmeticException();
      }
      count = Math.multiplyExact(count, sizes[axis]);
      long steps = Math.max(0, sizes[axis] - 1);
      last = Math.addExact(last, Math.multiplyExact(steps, strides[axis]));
    }
    return count == 0 ? offset : Math.addExact(last, 1);
  }

  /**
   * A float32 copy owned by {@code manager}.
   *
   * @param origin the file, for messages
   */
  NDArray read(String name, String origin, NDManager manager) {
    Dtype dtype = storage.dtype();
    String where = "tensor " + Shown.of(name) + " of " + origin;
    if (dtype == null) {
      throw new WeightsException("Numbers of the kind " + storage.type() + " are not read", where);
    }
    if (shape.size() > Integer.MAX_VALUE / dtype.width()) {
      throw new WeightsException("A tensor of more than 2 GiB is not supported", where);
    }
    if (shape.size() > storage.count()) {
      throw new WeightsException("A tensor that repeats its numbers is not supported", where);
    }
    try {
      ByteBuffer bytes = bytes(dtype.width());
      return new StoredTensor(name + " of " + origin, dtype, shape, bytes).read(manager);
    } catch (IOException e) {
      Flaw flaw = new Flaw(Shown.of(name), String.valueOf(e.getMessage()));
      WeightsException unreadable =
          new WeightsException("Cannot read weights", origin, List.of(flaw));
      unreadable.initCause(e);
      throw unreadable;
    }
  }

  /** The numbers of a small tensor of float32; none of any other. */
  double[] values() throws IOException {
    if (storage.dtype() != Dtype.F32 || shape.size() > SMALL || shape.size() > storage.count()) {
      return new double[0];
    }
    ByteBuffer bytes = bytes(Float.BYTES);
    double[] values = new double[(int) shape.size()];
    Arrays.setAll(values, i -> bytes.getFloat(Float.BYTES * i));
    return values;
  }

  private ByteBuffer bytes(int width) throws IOException {
    int count = (int) shape.size();
    if (count == 0) {
      return ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (contiguous()) {
      return storage.bytes().slice(offset * width, count * width);
    }
    ByteBuffer packed = ByteBuffer.allocateDirect(count * width).order(ByteOrder.LITTLE_ENDIAN);
    Gather gather = new Gather(width);
    for (int i = 0; i < count; i++) {
      gather.copy(packed);
    }
    return packed.flip();
  }

  private boolean contiguous() {
    long expected = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      long size = shape.get(axis);
      if (size != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= size;
    }
    return true;
  }

  /** Walks over the numbers row-major. */
  private final class Gather {
    private final int width;
    private final long[] index = new long[strides.length];
    private final ByteBuffer source;
    private long at;

    Gather(int width) throws IOException {
      this.width = width;
      long last = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        last += (shape.get(axis) - 1) * strides[axis];
      }
      this.source = storage.bytes().slice(offset * width, Math.toIntExact((last + 1) * width));
    }

    void copy(ByteBuffer to) {
      int from = Math.toIntExact(at * width);
      for (int b = 0; b < width; b++) {
        to.put(source.get(from + b));
      }
      for (int axis = strides.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < shape.get(axis)) {
          return;
        }
        at -= shape.get(axis) * strides[axis];
        index[axis] = 0;
      }
    }
  }
}
