package dev.triptych.worker.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * All that marching and super-resolution need of a head.
 *
 * @param owner of both arrays
 * @param planes [1, 3·c, h, h]
 * @param style of the super-resolution, [1, w]
 */
record HeadPlanes(NDManager owner, NDArray planes, NDArray style) {
  /** Takes both from whoever owns them. */
  static HeadPlanes taken(NDManager owner, NDArray planes, NDArray style) {
    planes.attach(owner);
    style.attach(owner);
    return new HeadPlanes(owner, planes, style);
  }

  long bytes() {
    return Float.BYTES * (planes.size() + style.size());
  }

  void close() {
    owner.close();
  }
}
