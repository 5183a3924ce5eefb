package dev.triptych.models.clip;

/**
 * Pillow's bicubic resampling of 8-bit images: the filter widens when an image shrinks, its weights
 * are fixed-point numbers, and each of the two passes rounds to 8 bits.
 */
final class BicubicResize {
  private static final double SUPPORT = 2; // pixels that the cubic reaches to either side
  private static final int FRACTION_BITS = 22; // of the fixed-point weights

  private BicubicResize() {}

  /**
   * Resizes {@code pixels}, [height][width][channels] in row-major order, values 0 to 255, first
   * along rows and then along columns.
   */
  static int[] resize(
      int[] pixels, int height, int width, int channels, int newHeight, int newWidth) {
    int[] wide = width == newWidth ? pixels : pass(pixels, height, width, channels, newWidth);
    if (height == newHeight) {
      return wide;
    }
    // A row of `newWidth * channels` values takes the place of a pixel: one pass fits both ways.
    return pass(wide, 1, height, newWidth * channels, newHeight);
  }

  /** Resamples the middle axis of [lines][size][depth]. */
  private static int[] pass(int[] in, int lines, int size, int depth, int newSize) {
    int[] out = new int[lines * newSize * depth];
    for (int position = 0; position < newSize; position++) {
      Window window = Window.at(position, size, newSize);
      for (int line = 0; line < lines; line++) {
        for (int d = 0; d < depth; d++) {
          int sum = 1 << (FRACTION_BITS - 1);
          for (int k = 0; k < window.weights().length; k++) {
            sum += in[(line * size + window.first() + k) * depth + d] * window.weights()[k];
          }
          int value = sum >> FRACTION_BITS;
          out[(line * newSize + position) * depth + d] = Math.max(0, Math.min(255, value));
        }
      }
    }
    return out;
  }

  /** The pixels that one output pixel is made of. */
  private record Window(int first, int[] weights) {
    static Window at(int position, int size, int newSize) {
      double scale = (double) size / newSize;
      double stretch = Math.max(1, scale);
      double centre = (position + 0.5) * scale;
      int first = Math.max(0, (int) (centre - SUPPORT * stretch + 0.5));
      int end = Math.min(size, (int) (centre + SUPPORT * stretch + 0.5));
      double[] exact = new double[end - first];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = cubic((first + k - centre + 0.5) / stretch);
        sum += exact[k];
      }
      int[] weights = new int[exact.length];
      for (int k = 0; k < exact.length; k++) {
        weights[k] = (int) Math.round(exact[k] / sum * (1 << FRACTION_BITS));
      }
      return new Window(first, weights);
    }

    /** Keys' cubic with a = −0.5. */
    private static double cubic(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }
  }
}
