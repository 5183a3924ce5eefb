package dev.triptych.models.metrics;

import dev.triptych.models.images.Image;

/**
 * L1: the mean absolute difference of two pictures over pixels and channels, in colours from 0 to
 * 1.
 */
public final class ColourDifference {
  private ColourDifference() {}

  /**
   * 0 for equal pictures, 1 for black and white.
   *
   * @throws IllegalArgumentException if they differ in size
   */
  public static double of(Image a, Image b) {
    float[] one = a.colours();
    float[] other = b.colours();
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("pictures of different sizes");
    }
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((double) one[i] - other[i]);
    }
    return sum / one.length;
  }
}
