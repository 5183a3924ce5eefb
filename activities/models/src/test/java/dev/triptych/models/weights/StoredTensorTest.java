package dev.triptych.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.Torch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTensorTest {
  @ParameterizedTest
  @CsvSource({
    "F64, 000000000000f03f00000000000000c0",
    "F32, 0000803f000000c0",
    "F16, 003c00c0",
    "BF16, 803f00c0",
    "I64, 0100000000000000feffffffffffffff",
    "I32, 01000000feffffff",
    "I16, 0100feff",
    "I8, 01fe"
  })
  void readsNumbersOfAnyType(Dtype dtype, String bytes) {
    try (NDManager manager = Torch.newManager()) {
      NDArray read = tensor(dtype, new Shape(2, 1), bytes).read(manager);
      assertThat(read.getShape()).isEqualTo(new Shape(2, 1));
      assertThat(read.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(read.toFloatArray()).containsExactly(1, -2);
    }
  }

  @Test
  void readsUnsignedAndTruthValuesScalarsAndNothing() {
    try (NDManager manager = Torch.newManager()) {
      assertThat(tensor(Dtype.U8, new Shape(2), "02ff").read(manager).toFloatArray())
          .containsExactly(2, 255);
      assertThat(tensor(Dtype.BOOL, new Shape(2), "0100").read(manager).toFloatArray())
          .containsExactly(1, 0);
      assertThat(tensor(Dtype.F32, new Shape(), "0000803f").read(manager).getFloat()).isEqualTo(1);
      assertThat(tensor(Dtype.F16, new Shape(0, 3), "").read(manager).getShape())
          .isEqualTo(new Shape(0, 3));
    }
  }

  @Test
  void whatIsReadOutlivesTheBytesAndCanBeWritten() {
    try (NDManager manager = Torch.newManager()) {
      NDArray read = tensor(Dtype.F32, new Shape(2), "0000803f000000c0").read(manager);
      read.muli(3);
      read.setRequiresGradient(true);
      assertThat(read.toFloatArray()).containsExactly(3, -6);
    }
  }

  @Test
  void namesTheFirstNumberThatIsNoneHoweverFarBehind() {
    int count = 600_000;
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(4 * (count - 2), Float.NaN);
    StoredTensor tensor = new StoredTensor("far", Dtype.F32, new Shape(count), bytes);
    String words = "tensor far: number 599999 of its 600000 is NaN";
    assertThat(tensor.flaw()).get().extracting(Throwable::getMessage).isEqualTo(words);
    try (NDManager manager = Torch.newManager()) {
      assertThatThrownBy(() -> tensor.read(manager))
          .isInstanceOf(NonFiniteException.class)
          .hasMessage(words);
    }
  }

  private static StoredTensor tensor(Dtype dtype, Shape shape, String bytes) {
    return new StoredTensor("t", dtype, shape, ByteBuffer.wrap(HexFormat.of().parseHex(bytes)));
  }
}
