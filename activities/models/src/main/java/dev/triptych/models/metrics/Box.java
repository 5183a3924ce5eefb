package dev.triptych.models.metrics;

import java.util.Locale;

/**
 * A part of a picture, in shares of its width from the left and of its height from the top.
 *
 * @param left 0 to {@code right}
 * @param top 0 to {@code bottom}
 * @param right at most 1
 * @param bottom at most 1
 */
public record Box(double left, double top, double right, double bottom) {
  public Box {
    if (!(0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "no box: %.3f to %.3f, %.3f to %.3f", left, right, top, bottom));
    }
  }

  /** Whether it holds the middle of a pixel of a picture with {@code size} pixels a side. */
  boolean holds(int row, int column, int size) {
    double x = (column + .5) / size;
    double y = (row + .5) / size;
    return left <= x && x <= right && top <= y && y <= bottom;
  }
}
