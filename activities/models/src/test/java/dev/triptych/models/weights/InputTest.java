package dev.triptych.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Input layer(String shape) {
    return new Input("backbone.synthesis.b64.conv0", shape, DataType.FLOAT32);
  }

  private NDArray array(String sizes) {
    long[] shape =
        java.util.Arrays.stream(sizes.split("x", -1)).mapToLong(Long::parseLong).toArray();
    return manager.zeros(new Shape(shape));
  }

  @ParameterizedTest
  @CsvSource({
    "'[n, 512, 32, 32]', 3x512x32x32",
    "'[n, 3, 4h, 4w]', 1x3x8x12",
    "'[n, 3, s, s]', 2x3x5x5",
    "'ws [n, 8, 64] or [n, 64]', 1x64",
    "'ws [n, 8, 64] or [n, 64]', 7x8x64",
    "'[n, 3, 1h, 1w]', 1x3x7x9",
    "'timesteps [n]', 1"
  })
  void takesWhatFits(String shape, String given) {
    NDArray array = array(given);
    assertThat(layer(shape).check(array)).isSameAs(array);
  }

  @ParameterizedTest
  @CsvSource({
    "'[n, 512, 32, 32]', 1x256x32x32",
    "'[n, 512, 32, 32]', 512x32x32",
    "'[n, 3, 4h, 4w]', 1x3x8x10",
    "'[n, 3, s, s]', 2x3x5x4",
    "'ws [n, 8, 64] or [n, 64]', 8x64x1",
    "'[n]', 1x1"
  })
  void refusesWhatDoesNot(String shape, String given) {
    assertThatThrownBy(() -> layer(shape).check(array(given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("backbone.synthesis.b64.conv0: takes " + shape + " float32");
  }

  @Test
  void saysWhatTheLayerTakesAndWhatItIsGiven() {
    assertThatThrownBy(() -> layer("[n, 512, 32, 32]").check(array("1x256x32x32")))
        .hasMessage(
            "backbone.synthesis.b64.conv0: takes [n, 512, 32, 32] float32,"
                + " but is given [1, 256, 32, 32] float32");
    assertThatThrownBy(() -> layer("[n, 2, 1h]").check(array("1x3x2")))
        .hasMessageContaining("takes [n, 2, h] float32");
  }

  @Test
  void refusesAnotherType() {
    NDArray whole = manager.zeros(new Shape(1, 2), DataType.INT64);
    assertThatThrownBy(() -> layer("[n, 2]").check(whole))
        .hasMessageEndingWith("takes [n, 2] float32, but is given [1, 2] int64");
    assertThat(new Input("text", "[n, 2]", DataType.INT64).check(whole)).isSameAs(whole);
  }

  @Test
  void looksUntilAnArrayWasRightWhereOnlyTheFirstCounts() {
    Input input = layer("[n, 2]");
    assertThatThrownBy(() -> input.checkFirst(array("1x3"))).hasMessageContaining("[1, 3]");
    assertThatThrownBy(() -> input.checkFirst(array("2x3"))).hasMessageContaining("[2, 3]");
    input.checkFirst(array("1x2"));
    assertThatCode(() -> input.checkFirst(array("1x3"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> input.check(array("1x3"))).hasMessageContaining("[1, 3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n, 2", "[n, ]", "[n, 2-]", "[]", "two words [n]"})
  void refusesWhatIsNoShape(String written) {
    assertThatThrownBy(() -> layer(written)).isInstanceOf(IllegalArgumentException.class);
  }
}
