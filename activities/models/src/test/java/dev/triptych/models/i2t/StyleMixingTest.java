package dev.triptych.models.i2t;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import org.junit.jupiter.api.Test;

class StyleMixingTest {
  private static final float[] FIRST = {.1f, -3.7f, 1e-7f, 8, .3f, 2, -1, 5e6f};
  private static final float[] SECOND = {1e6f, .7f, -.2f, 9, 1e-6f, 4, 1, .1f};

  private static float[] mix(StyleMixing.Shares shares) {
    try (NDManager manager = Torch.newManager()) {
      Shape shape = new Shape(1, 2, 2, 2);
      NDArray mixed =
          StyleMixing.mix(manager.create(FIRST, shape), manager.create(SECOND, shape), shares);
      return mixed.toFloatArray();
    }
  }

  @Test
  void endsAreTheCodesThemselves() {
    assertThat(mix((row, column, size) -> 0)).containsExactly(FIRST);
    assertThat(mix((row, column, size) -> 1)).containsExactly(SECOND);
  }

  @Test
  void aQuarterOfTheSecondIsAQuarterOfTheWay() {
    assertThat(mix((row, column, size) -> .25)[5]).isEqualTo(2.5f);
  }

  @Test
  void aShareForEachPositionReachesAllChannels() {
    float[] mixed = mix((row, column, size) -> row == 1 && column == 0 ? 1 : 0);
    assertThat(mixed)
        .containsExactly(
            FIRST[0], FIRST[1], SECOND[2], FIRST[3], FIRST[4], FIRST[5], SECOND[6], FIRST[7]);
  }
}
