package dev.triptych.workflows.mixing;

/**
 * A part of the frontal picture, in fractions of its sides.
 *
 * @param x left edge, from 0 at the picture's left
 * @param y upper edge, from 0 at its top
 */
public record Box(double x, double y, double width, double height) {
  private static final double SLIP = 1e-9; // of a sum of fractions

  public Box {
    if (!(x >= 0
        && y >= 0
        && width > 0
        && height > 0
        && x + width <= 1 + SLIP
        && y + height <= 1 + SLIP)) {
      throw new IllegalArgumentException(
          "a box must lie within the picture, from 0,0 to 1,1, and have a size");
    }
  }

  /** Share of the cell in that row and column of a grid of {@code size}² that the box covers. */
  public double covers(int row, int column, int size) {
    return overlap(x, width, column, size) * overlap(y, height, row, size);
  }

  private static double overlap(double from, double length, int cell, int size) {
    double low = Math.max(from * size, cell);
    double high = Math.min((from + length) * size, cell + 1);
    return Math.max(0, high - low);
  }
}
