package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;

/** Where in their strata the samples along a ray lie. */
public sealed interface Sampling {
  /** The middle of every stratum and evenly spaced quantiles: the same image every time. */
  record Even() implements Sampling {}

  /**
   * Uniform in every stratum, a function of noise, stream and the views' numbers only.
   *
   * @param firstView number of the first view, from 0: a view has the same rays whether it is
   *     rendered with others or alone
   */
  record Jittered(CounterNoise noise, long stream, int firstView) implements Sampling {
    private NDArray uniform(String purpose, Shape shape, NDManager manager) {
      CounterNoise bits = noise.at(purpose);
      long first = firstView * shape.slice(1).size();
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        // 24 bits, so that rounding to float never gives 1
        values[i] = (bits.bits(stream, first + i) >>> 40) * 0x1.0p-24f;
      }
      return manager.create(values, shape);
    }
  }

  static Sampling even() {
    return new Even();
  }

  static Sampling jittered(CounterNoise noise, long stream) {
    return jittered(noise, stream, 0);
  }

  static Sampling jittered(CounterNoise noise, long stream, int firstView) {
    return new Jittered(noise, stream, firstView);
  }

  /**
   * @param jitter [views or 1, rays or 1, samples] in [0, 1)
   * @param quantiles [views or 1, rays or 1, importance samples] in [0, 1]
   */
  record Offsets(NDArray jitter, NDArray quantiles) {}

  /** The offsets of {@code rays} rays in each of {@code views} views. */
  default Offsets offsets(VolumeRenderer.Config config, int views, int rays, NDManager manager) {
    int coarse = config.samples();
    int fine = Math.max(1, config.importanceSamples());
    if (this instanceof Jittered jittered) {
      boolean two = config.importanceSamples() > 0;
      return new Offsets(
          jittered.uniform("jitter", new Shape(views, rays, coarse), manager),
          two
              ? jittered.uniform("u", new Shape(views, rays, fine), manager)
              : manager.zeros(new Shape(1, 1, 1)));
    }
    return new Offsets(
        manager.full(new Shape(1, 1, coarse), 0.5f),
        manager.linspace(0f, 1f, fine).reshape(1, 1, fine));
  }
}
