package dev.triptych.worker.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.worker.priors.SharedCache.Lease;
import org.jspecify.annotations.Nullable;

/**
 * All that marching and super-resolution need of a head.
 *
 * @param owner of both arrays
 * @param planes [1, 3·c, h, h]
 * @param style of the super-resolution, [1, w]
 * @param renderer turns the planes into pictures
 * @param model whose renderer it is; null for the prior set's own
 */
record HeadPlanes(
    NDManager owner,
    NDArray planes,
    NDArray style,
    Eg3dGenerator renderer,
    @Nullable Lease<LoadedModel> model) {
  /** Takes both arrays from whoever owns them. */
  HeadPlanes {
    planes.attach(owner);
    style.attach(owner);
  }

  long bytes() {
    long arrays = Float.BYTES * (planes.size() + style.size());
    return model == null ? arrays : arrays + model.value().bytes();
  }

  void close() {
    owner.close();
    if (model != null) {
      model.close();
    }
  }
}
