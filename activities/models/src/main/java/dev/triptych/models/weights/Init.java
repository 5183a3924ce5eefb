package dev.triptych.models.weights;

import dev.triptych.models.noise.CounterNoise;
import java.util.Arrays;

/** How a tensor starts when nothing is loaded into it. */
public sealed interface Init {
  /** Gaussian with the given standard deviation. */
  record Normal(double std) implements Init {}

  /** Uniform in [−bound, bound]. */
  record Uniform(double bound) implements Init {}

  record Constant(double value) implements Init {}

  /** Zeros after the first entry, which is {@code value}. */
  record Leading(double value) implements Init {}

  /** N(0, 1): what equalised-learning-rate layers store. */
  static Init unit() {
    return new Normal(1);
  }

  static Init zeros() {
    return new Constant(0);
  }

  static Init ones() {
    return new Constant(1);
  }

  /** PyTorch's default for linear and convolution weights and biases: U(±1/√fanIn). */
  static Init fanIn(long fanIn) {
    return new Uniform(1 / Math.sqrt((double) fanIn));
  }

  /** The values of a tensor of {@code count} entries; they depend on {@code noise} only. */
  default float[] values(CounterNoise noise, int count) {
    float[] values = new float[count];
    if (this instanceof Constant constant) {
      Arrays.fill(values, (float) constant.value());
    } else if (this instanceof Leading leading) {
      values[0] = (float) leading.value();
    } else if (this instanceof Uniform uniform) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) (uniform.bound() * (2 * noise.uniform(0, i) - 1));
      }
    } else if (this instanceof Normal normal) {
      noise.gaussian(0, values);
      for (int i = 0; i < count; i++) {
        values[i] *= (float) normal.std();
      }
    }
    return values;
  }
}
