package dev.triptych.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DtypeTest {
  private static final int COUNT = 10_001; // more than one chunk, and no whole number of longs

  @ParameterizedTest
  @CsvSource({
    "F64, 7ff8000000000000",
    "F64, 7ff0000000000001",
    "F64, 7ff0000000000000",
    "F64, fff0000000000000",
    "F32, 7fc00000",
    "F32, ff800001",
    "F32, 7f800000",
    "F32, ff800000",
    "F16, 7e00",
    "F16, fc01",
    "F16, 7c00",
    "F16, fc00",
    "BF16, 7fc0",
    "BF16, ff81",
    "BF16, 7f80",
    "BF16, ff80"
  })
  void findsTheFirstNumberThatIsNone(Dtype dtype, String bits) {
    for (int index : new int[] {0, 1, 2, 3, 4095, 4096, COUNT - 2, COUNT - 1}) {
      ByteBuffer numbers = numbers(dtype);
      put(numbers, dtype, index, Long.parseUnsignedLong(bits, 16));
      put(numbers, dtype, COUNT - 1, Long.parseUnsignedLong(bits, 16));

      assertThat(dtype.firstNonFinite(numbers)).as("index").isEqualTo(index);
      assertThat(dtype.value(numbers, index)).isNotIn(1.0).matches(v -> !Double.isFinite(v));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 7fefffffffffffff",
    "F64, ffefffffffffffff",
    "F64, 000fffffffffffff",
    "F32, 7f7fffff",
    "F32, ff7fffff",
    "F32, 807fffff",
    "F16, 7bff",
    "F16, fbff",
    "F16, 83ff",
    "BF16, 7f7f",
    "BF16, ff7f",
    "BF16, 8000",
    "I64, 7fffffffffffffff",
    "I32, 7fc00000",
    "U8, ff",
    "BOOL, 01"
  })
  void takesTheLargestAndTheSmallestNumbers(Dtype dtype, String bits) {
    ByteBuffer numbers = numbers(dtype);
    for (int i = 0; i < COUNT; i++) {
      put(numbers, dtype, i, Long.parseUnsignedLong(bits, 16));
    }

    assertThat(dtype.firstNonFinite(numbers)).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(Dtype.class)
  void findsNothingInNothing(Dtype dtype) {
    assertThat(dtype.firstNonFinite(ByteBuffer.allocate(0))).isEqualTo(-1);
  }

  @Test
  void leavesTheBufferAsItWas() {
    ByteBuffer numbers = numbers(Dtype.F32);

    Dtype.F32.firstNonFinite(numbers);

    assertThat(numbers.position()).isZero();
    assertThat(numbers.remaining()).isEqualTo(4 * COUNT);
  }

  private static ByteBuffer numbers(Dtype dtype) {
    return ByteBuffer.allocate(COUNT * dtype.width()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer numbers, Dtype dtype, int index, long bits) {
    for (int i = 0; i < dtype.width(); i++) {
      numbers.put(index * dtype.width() + i, (byte) (bits >>> 8 * i));
    }
  }
}
