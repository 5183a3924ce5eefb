package dev.triptych.models.i2t;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Mixes the style codes of two portraits (paper section 4.3, figure 5): w_s = (1 − a) · E(I_a) + a
 * · E(I_b), everywhere alike or with a share for each position of the code.
 */
public final class StyleMixing {
  private StyleMixing() {}

  /** A share for a position of a code of {@code size}² positions. */
  @FunctionalInterface
  public interface Shares {
    /** From 0 to 1, rows from the top of the frontal picture and columns from its left. */
    double at(int row, int column, int size);
  }

  /**
   * The code between two; with shares of 0 it is exactly the first, with shares of 1 the second.
   *
   * @param from w_s, [1, c, k, k]
   * @param to of the same shape
   * @param shares of {@code to}
   */
  public static NDArray mix(NDArray from, NDArray to, Shares shares) {
    int size = (int) from.getShape().get(3);
    float[] second = new float[size * size];
    float[] first = new float[size * size];
    for (int i = 0; i < second.length; i++) {
      second[i] = (float) shares.at(i / size, i % size, size);
      first[i] = 1 - second[i];
    }
    Shape shape = new Shape(1, 1, size, size);
    // A sum of two products rather than one of a difference, which would miss the second's last
    // bits.
    return from.mul(from.getManager().create(first, shape))
        .add(to.mul(from.getManager().create(second, shape)));
  }
}
