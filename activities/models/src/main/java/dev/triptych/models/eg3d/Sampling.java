package dev.triptych.models.eg3d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.noise.UniformTensor;

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
    private NDArray uniform(String purpose, Shape shape, NDArray beside) {
      long first = firstView * shape.slice(1).size();
      return UniformTensor.of(noise.at(purpose), stream, first, shape, beside, beside.getManager());
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

  /**
   * The offsets of {@code rays} rays in each view.
   *
   * @param cameras [views, …]; the offsets are on their device and belong to their manager
   */
  default Offsets offsets(VolumeRenderer.Config config, int rays, NDArray cameras) {
    int views = (int) cameras.getShape().get(0);
    NDManager manager = cameras.getManager();
    int coarse = config.samples();
    int fine = Math.max(1, config.importanceSamples());
    if (this instanceof Jittered jittered) {
      boolean two = config.importanceSamples() > 0;
      return new Offsets(
          jittered.uniform("jitter", new Shape(views, rays, coarse), cameras),
          two
              ? jittered.uniform("u", new Shape(views, rays, fine), cameras)
              : manager.zeros(new Shape(1, 1, 1)));
    }
    return new Offsets(
        manager.full(new Shape(1, 1, coarse), 0.5f),
        manager.linspace(0f, 1f, fine).reshape(1, 1, fine));
  }
}
