package dev.triptych.models.i2t;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Torch;
import org.junit.jupiter.api.Test;

class StyleMixingTest {
  private static final float[] FIRST = {.1f, -3.7f, 1e-7f, 8, .3f, 2, -1, 5e6f};
  private static final float[] SECOND = {1e6f, .7f, -.2f, 9, 1e-6f, 4, 1, .1f};

  private static float[] mix(double share) {
    try (NDManager manager = Torch.newManager()) {
      return StyleMixing.mix(manager.create(FIRST), manager.create(SECOND), share).toFloatArray();
    }
  }

  @Test
  void endsAreTheCodesThemselves() {
    assertThat(mix(0)).containsExactly(FIRST);
    assertThat(mix(1)).containsExactly(SECOND);
  }

  @Test
  void aQuarterOfTheSecondIsAQuarterOfTheWay() {
    assertThat(mix(.25)[5]).isEqualTo(2.5f);
    assertThat(mix(.25)[6]).isEqualTo(-.5f);
  }
}
