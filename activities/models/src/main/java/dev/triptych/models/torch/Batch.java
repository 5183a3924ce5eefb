package dev.triptych.models.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Batches made of smaller ones. */
public final class Batch {
  private static final Kernels KERNELS = Kernels.of(Batch.class, "batch.py");

  private Batch() {}

  /**
   * Joins along the first axis. Unlike {@link NDArray#concat} the result, and what is computed from
   * it, belongs to {@code owner}.
   *
   * @param parts [n, …], [m, …] and so on
   * @return [n + m, …]
   */
  public static NDArray join(List<NDArray> parts, NDManager owner) {
    return KERNELS.callIn(owner, "join", (Object) parts.toArray(NDArray[]::new));
  }
}
