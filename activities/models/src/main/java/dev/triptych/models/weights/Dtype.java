package dev.triptych.models.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** How a number is stored in a safetensors file, by the format's own names. */
public enum Dtype {
  F64(8, 7, 0x7ff0_0000_0000_0000L),
  F32(4, 6, 0x7f80_0000_7f80_0000L),
  F16(2, 5, 0x7c00_7c00_7c00_7c00L),
  BF16(2, 15, 0x7f80_7f80_7f80_7f80L),
  I64(8, 4, 0),
  I32(4, 3, 0),
  I16(2, 2, 0),
  U8(1, 0, 0),
  I8(1, 1, 0),
  BOOL(1, 11, 0);

  private static final int CHUNK = 1024; // longs that are looked at together

  private final int width;
  private final int torchType;
  private final long exponents;

  /**
   * @param width bytes of a number
   * @param torchType c10::ScalarType
   * @param exponents the bits of the exponent in each number of eight bytes; 0 for whole numbers
   */
  Dtype(int width, int torchType, long exponents) {
    this.width = width;
    this.torchType = torchType;
    this.exponents = exponents;
  }

  static Optional<Dtype> of(String name) {
    for (Dtype dtype : values()) {
      if (dtype.name().equals(name)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** Bytes of a number. */
  public int width() {
    return width;
  }

  /** The type's index in PyTorch, as kernels take it. */
  int torchType() {
    return torchType;
  }

  /**
   * Index of the first NaN or infinity, or -1. NaN and infinities are the numbers whose exponent is
   * all ones, so one more in its lowest bit carries into the sign's place; that is tried for all
   * numbers of eight bytes at once.
   *
   * @param bytes little-endian, from 0 to the limit
   */
  int firstNonFinite(ByteBuffer bytes) {
    if (exponents == 0) {
      return -1;
    }
    long one = exponents & ~(exponents << 1);
    long signs = exponents << 1 & ~exponents;
    ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    long[] chunk = new long[CHUNK];
    while (from.remaining() >= Long.BYTES) {
      int start = from.position();
      int count = Math.min(CHUNK, from.remaining() / Long.BYTES);
      from.asLongBuffer().get(chunk, 0, count);
      long carried = 0;
      for (int i = 0; i < count; i++) {
        carried |= (chunk[i] & exponents) + one;
      }
      if ((carried & signs) != 0) {
        return first(bytes, start / width);
      }
      from.position(start + count * Long.BYTES);
    }
    return first(bytes, from.position() / width);
  }

  private int first(ByteBuffer bytes, int from) {
    for (int i = from; i < bytes.limit() / width; i++) {
      if (!Double.isFinite(value(bytes, i))) {
        return i;
      }
    }
    return -1;
  }

  /** The number at {@code index}, as far as it matters whether it is finite. */
  double value(ByteBuffer bytes, int index) {
    return switch (this) {
      case F64 -> bytes.getDouble(8 * index);
      case F32 -> bytes.getFloat(4 * index);
      case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
      case F16 -> half(bytes.getShort(2 * index));
      case I64 -> bytes.getLong(8 * index);
      case I32 -> bytes.getInt(4 * index);
      case I16 -> bytes.getShort(2 * index);
      case U8, I8, BOOL -> bytes.get(index);
    };
  }

  /**
   * Finite little-endian float32 numbers as bfloat16, rounded to the nearest, to the even one of
   * two that are as near.
   */
  static byte[] toBFloat16(byte[] floats) {
    ByteBuffer from = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(floats.length / 2).order(ByteOrder.LITTLE_ENDIAN);
    while (from.hasRemaining()) {
      int bits = from.getInt();
      to.putShort((short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16));
    }
    return to.array();
  }

  /** Not the value of a finite half, only one with its sign; Java has no halves before 20. */
  private static double half(short bits) {
    double sign = bits < 0 ? -1 : 1;
    if ((bits & 0x7c00) != 0x7c00) {
      return sign;
    }
    return (bits & 0x03ff) == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
  }
}
