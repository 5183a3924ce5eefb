package dev.triptych.models.i2t;

import dev.triptych.models.eg3d.Eg3dConfig;

/**
 * How a step learns from a batch. Both ways have the same gradients up to rounding; which one is
 * taken follows from the size of the pictures alone, never from the memory at hand, so that a
 * training has the same bits everywhere.
 */
enum Learning {
  /** The whole batch in one pass: fastest for small pictures, and the memory grows with it. */
  TOGETHER,
  /** One example after another, their gradients added: the memory is that of one. */
  IN_TURN;

  // Pixels of a side. One view of 512 takes 3.4 GB while its gradient is computed, of 64 a
  // hundredth; a batch of a few is no gain beyond 256, where a view alone fills the processor.
  private static final int LARGE = 256;

  static Learning from(Eg3dConfig pictures) {
    return pictures.imageSize() < LARGE ? TOGETHER : IN_TURN;
  }
}
