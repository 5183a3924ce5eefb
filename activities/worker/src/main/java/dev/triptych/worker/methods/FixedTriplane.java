package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.TriplaneGenerator;
import dev.triptych.models.torch.Batch;
import java.util.List;
import java.util.function.Function;

/**
 * A head that no portrait steers: whatever it is shown, its triplane is the same.
 *
 * @param planes makes the triplane, which the given manager will own
 */
record FixedTriplane(Function<NDManager, NDArray> planes) implements TriplaneGenerator {
  @Override
  public NDArray encode(NDArray frontal) {
    return frontal;
  }

  @Override
  public NDArray synthesise(NDArray style) {
    return planes.apply(style.getManager());
  }

  /** A copy that {@code scope} owns, as is all that is computed from it. */
  static NDArray in(NDManager scope, NDArray array) {
    return Batch.join(List.of(array), scope);
  }
}
