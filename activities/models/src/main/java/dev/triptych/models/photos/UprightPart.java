package dev.triptych.models.photos;

import dev.triptych.models.images.Image;
import java.awt.Rectangle;
import java.util.Arrays;

/** Part of a photo, looked at as its owner sees it. */
final class UprightPart {
  private final PixelsOf pixels;
  private final Orientation orientation;
  private final Rectangle area;
  private final int step;

  /**
   * @param pixels every {@code step}-th of the file's
   * @param area of the upright picture that they show
   */
  UprightPart(PixelsOf pixels, Orientation orientation, Rectangle area, int step) {
    this.pixels = pixels;
    this.orientation = orientation;
    this.area = area;
    this.step = step;
  }

  /** The square at {@code size} pixels a side, each the mean of what it covers. */
  Image square(HeadSquare square, int size) {
    double side = square.size() / size; // of a pixel of the result, in the photo's
    int samples = Math.max(1, (int) Math.ceil(side / step));
    int[] levels = new int[3 * size * size];
    double[] sum = new double[3];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        Arrays.fill(sum, 0);
        for (int down = 0; down < samples; down++) {
          for (int across = 0; across < samples; across++) {
            double x = (column + (across + .5) / samples) * side;
            double y = (row + (down + .5) / samples) * side;
            add(square, x - square.size() / 2, y - square.size() / 2, sum);
          }
        }
        for (int channel = 0; channel < 3; channel++) {
          levels[3 * (row * size + column) + channel] =
              (int) Math.round(sum[channel] / (samples * samples));
        }
      }
    }
    return Image.ofLevels(levels, size, size, Image.Range.SIGNED);
  }

  /** Adds the colour at a point right of and below the square's middle, as it is turned. */
  private void add(HeadSquare square, double across, double down, double[] sum) {
    double cos = Math.cos(Math.toRadians(square.roll()));
    double sin = Math.sin(Math.toRadians(square.roll()));
    add(
        square.centreX() + cos * across - sin * down,
        square.centreY() + sin * across + cos * down,
        sum);
  }

  /** Adds the colour at a point of the upright picture, between the four pixels around it. */
  private void add(double x, double y, double[] sum) {
    double alongX = (x - area.x) / area.width;
    double alongY = (y - area.y) / area.height;
    double inFileX = orientation.swapped() ? alongY : alongX;
    double inFileY = orientation.swapped() ? alongX : alongY;
    // The sample of pixel k stands for `step` pixels from the k-th step on, and was their first.
    double first = .5 / step;
    double u =
        scaled(inFileX, orientation.flippedX(), orientation.swapped() ? area.height : area.width);
    double v =
        scaled(inFileY, orientation.flippedY(), orientation.swapped() ? area.width : area.height);
    bilinear(u - first, v - first, sum);
  }

  /** From a share of the file's area to steps from its left or upper border. */
  private double scaled(double share, boolean flipped, int extent) {
    return (flipped ? 1 - share : share) * extent / step;
  }

  private void bilinear(double u, double v, double[] sum) {
    double left = Math.floor(u);
    double top = Math.floor(v);
    double right = u - left;
    double below = v - top;
    int x0 = inside(left, pixels.width());
    int x1 = inside(left + 1, pixels.width());
    int y0 = inside(top, pixels.height());
    int y1 = inside(top + 1, pixels.height());
    for (int channel = 0; channel < 3; channel++) {
      double upper =
          (1 - right) * pixels.level(x0, y0, channel) + right * pixels.level(x1, y0, channel);
      double lower =
          (1 - right) * pixels.level(x0, y1, channel) + right * pixels.level(x1, y1, channel);
      sum[channel] += (1 - below) * upper + below * lower;
    }
  }

  private static int inside(double at, int extent) {
    return (int) Math.max(0, Math.min(extent - 1, at));
  }
}
