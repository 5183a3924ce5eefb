package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.noise.CounterNoise;
import java.util.List;

/** The edited views that fine-tuning learns from. */
interface Examples {
  /** The view for an entry of a step's batch: the same for the same numbers. */
  Example draw(CounterNoise noise, int step, int entry, NDManager scope);

  /** The triplanes of some examples' heads, [heads, planes, r, r]. */
  NDArray planes(TriplaneGenerator generator, List<Example> heads, NDManager scope);
}
