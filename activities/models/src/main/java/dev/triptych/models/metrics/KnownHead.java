package dev.triptych.models.metrics;

import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.images.Image;

/**
 * A head in a style whose true look is known, because a program draws what the networks have
 * learned from.
 */
public interface KnownHead {
  /**
   * What a camera sees.
   *
   * @param camera of the prior set
   * @param size pixels a side
   */
  Image picture(Camera camera, int size);

  /** Where the face is in that picture: from the brows to the chin. */
  Box face(Camera camera);
}
