package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Upload;

/**
 * Points of the density regularisation (paper equation 6): x uniform in the cube that the triplane
 * spans, x′ a disturbed copy.
 *
 * @param points number of x per step
 * @param deviation standard deviation of δ
 * @param multiplicative x′ = x + δ⊙x as in the paper, which vanishes at the origin, inside the
 *     head; else x′ = x + δ as in EG3D
 */
public record DensityRegularisation(int points, double deviation, boolean multiplicative) {
  public DensityRegularisation {
    if (points < 1 || !(deviation > 0)) {
      throw new IllegalArgumentException(
          "density regularisation needs points and a deviation above 0, not "
              + points
              + " and "
              + deviation);
    }
  }

  /** x, then x′, as [1, 2·points, 3] in a cube of side {@code box} around the origin. */
  NDArray pairs(double box, CounterNoise noise, int step, NDManager scope) {
    float[] pairs = new float[6 * points];
    float[] delta = noise.at("delta").gaussian(step, 3 * points);
    CounterNoise place = noise.at("place");
    for (int i = 0; i < 3 * points; i++) {
      float x = (float) (box * (place.uniform(step, i) - .5));
      float change = (float) deviation * delta[i];
      pairs[i] = x;
      pairs[3 * points + i] = x + (multiplicative ? change * x : change);
    }
    return Upload.create(pairs, new Shape(1, 2L * points, 3), scope);
  }
}
