package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.lpips.Lpips;

/** An edited view as a step of fine-tuning compares with it; arrays may belong to the scope. */
interface Example {
  /** Equal for views of one head, whose triplane is computed once. */
  Object head();

  /** I_f of the head, [1, 3, s, s]. */
  NDArray input(NDManager scope);

  /** The super-resolution's style vector of the head, [1, w]. */
  NDArray style(NDManager scope);

  /** [1, 25] */
  NDArray camera(NDManager scope);

  /** [1, 3, h, w] in [-1, 1] */
  NDArray picture(NDManager scope);

  /** What LPIPS sees in the picture. */
  Lpips.Features features(NDManager scope);
}
