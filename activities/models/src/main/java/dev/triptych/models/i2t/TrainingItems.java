package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.images.Image;
import dev.triptych.models.noise.CounterNoise;

/**
 * Edited views of many heads, too many to be held in memory. Fine-tuning draws a few of them in
 * each step; a source decides what is drawn, and where pictures are taken from.
 */
@FunctionalInterface
public interface TrainingItems {
  /**
   * An edited view with what its head is made from.
   *
   * @param head names the head: items of one head have the same frontal view and style vectors
   * @param frontal I_f, the head's edited frontal view
   * @param ws the identity's style vectors, [1, layers, w]
   */
  record Item(String head, FineTuning.View view, Image frontal, NDArray ws) {}

  /**
   * The item that an entry of a step's batch learns from.
   *
   * @param noise to draw from, with {@code step} and {@code entry} alone: a training that is
   *     resumed draws the same
   * @param scope owner of the item's arrays
   */
  Item draw(CounterNoise noise, int step, int entry, NDManager scope);
}
