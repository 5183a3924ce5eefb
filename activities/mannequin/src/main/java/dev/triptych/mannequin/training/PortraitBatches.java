package dev.triptych.mannequin.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.mannequin.pairs.PairDataset;
import dev.triptych.models.noise.CounterNoise;

/** Draws from the pairs: the last {@link #HELD_OUT} are never trained on. */
final class PortraitBatches {
  /** Pairs kept for judging: ten of each style. */
  static final int HELD_OUT = 10 * Styles.all().size();

  static final int SIZE = PairDataset.IMAGE_SIZE;
  private static final int NUMBERS = PairDataset.IMAGE_NUMBERS;

  private final PairDataset pairs;

  PortraitBatches(PairDataset pairs) {
    if (pairs.size() <= HELD_OUT) {
      throw new IllegalArgumentException(pairs.size() + " pairs leave nothing to train on");
    }
    this.pairs = pairs;
  }

  PairDataset pairs() {
    return pairs;
  }

  int trainingSize() {
    return pairs.size() - HELD_OUT;
  }

  /** Uniformly drawn pairs of a step. */
  int[] draw(int count, CounterNoise noise, int step) {
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = noise.below(trainingSize(), step, i);
    }
    return drawn;
  }

  int[] heldOut(int count) {
    int[] pairsKept = new int[count];
    for (int i = 0; i < count; i++) {
      pairsKept[i] = trainingSize() + i;
    }
    return pairsKept;
  }

  /** The picture of one pair, [3, 64, 64] in [0, 1]. */
  float[] image(int pair, boolean styled, boolean mirrored) {
    float[] image = new float[NUMBERS];
    if (styled) {
      pairs.styled(pair, image, 0, mirrored);
    } else {
      pairs.plain(pair, image, 0, mirrored);
    }
    return image;
  }

  /** Plain or styled pictures, [n, 3, 64, 64] in [-1, 1]. */
  NDArray images(int[] chosen, boolean styled, NDManager scope) {
    float[] images = new float[chosen.length * NUMBERS];
    for (int i = 0; i < chosen.length; i++) {
      if (styled) {
        pairs.styled(chosen[i], images, i * NUMBERS);
      } else {
        pairs.plain(chosen[i], images, i * NUMBERS);
      }
    }
    return toArray(images, scope);
  }

  /** Pictures in [0, 1], one after another, as an array in [-1, 1]. */
  static NDArray toArray(float[] images, NDManager scope) {
    float[] scaled = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      scaled[i] = 2 * images[i] - 1;
    }
    return scope.create(scaled, new Shape(images.length / NUMBERS, 3, SIZE, SIZE));
  }

  /** Latents, [n, 64]. */
  NDArray latents(int[] chosen, NDManager scope) {
    int width = pairs.latent(0).length;
    float[] latents = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(pairs.latent(chosen[i]), 0, latents, i * width, width);
    }
    return scope.create(latents, new Shape(chosen.length, width));
  }
}
