package dev.triptych.models.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import org.junit.jupiter.api.Test;

class WinogradTest {
  private static final Kernels WINOGRAD = Kernels.of(Winograd.class, Winograd.LIBRARY);
  private static final Kernels PLAIN = Kernels.of(Packing.class, "plain.py");

  @Test
  void convolvesLikeTheDirectWay() {
    assertAgreement(2, 5, 7, 8, 12);
  }

  @Test
  void joinsTheBandsOfALargeImage() {
    assertAgreement(1, 256, 3, 32, 64); // 8 rows of tiles, in bands of 4
  }

  @Test
  void isForManyChannelsAndThreePixelsOnly() {
    try (NDManager manager = Torch.newManager()) {
      assertThat(Winograd.pays(manager.ones(new Shape(256, 256, 3, 3)))).isTrue();
      assertThat(Winograd.pays(manager.ones(new Shape(256, 128, 3, 3)))).isFalse();
      assertThat(Winograd.pays(manager.ones(new Shape(256, 256, 1, 1)))).isFalse();
    }
  }

  private static void assertAgreement(int n, int in, int out, int height, int width) {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      NDArray x = gaussian(manager, "x", n, in, height, width);
      NDArray weight = gaussian(manager, "weight", out, in, 3, 3);
      NDArray zeros = manager.zeros(new Shape(out));
      NDArray direct = PLAIN.call("convolution", x, weight, zeros, 1, 1);
      NDArray minimal = WINOGRAD.call("winograd", x, Winograd.transform(weight));
      assertThat(minimal.getShape()).isEqualTo(direct.getShape());
      double deviation = Math.sqrt(9.0 * in); // of a sum of as many products
      assertThat(minimal.sub(direct).abs().max().getFloat()).isLessThan((float) (3e-5 * deviation));
    }
  }

  private static NDArray gaussian(NDManager manager, String name, long... shape) {
    Shape size = new Shape(shape);
    return manager.create(new CounterNoise(1).at(name).gaussian(0, (int) size.size()), size);
  }
}
