package dev.triptych.models.noise;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import org.junit.jupiter.api.Test;

class UniformTensorTest {
  @Test
  void hasTheBitsOfTheGeneratorInJava() {
    try (NDManager manager = Torch.newManager()) {
      NDArray beside = manager.zeros(new Shape(1));
      for (long seed : new long[] {0, 1, -1, Long.MIN_VALUE, 0x123456789abcdefL}) {
        CounterNoise noise = new CounterNoise(seed).at("jitter");
        for (long stream : new long[] {0, 399, -5, 1L << 40}) {
          for (long first : new long[] {0, 98304, (1L << 62) + 3}) {
            float[] made =
                UniformTensor.of(noise, stream, first, new Shape(2, 3, 5), beside, manager)
                    .toFloatArray();
            assertThat(made).containsExactly(inJava(noise, stream, first, 30));
          }
        }
      }
    }
  }

  private static float[] inJava(CounterNoise noise, long stream, long first, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (noise.bits(stream, first + i) >>> 40) * 0x1.0p-24f;
    }
    return values;
  }
}
