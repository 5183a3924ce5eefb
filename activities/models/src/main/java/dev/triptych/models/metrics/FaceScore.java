package dev.triptych.models.metrics;

import dev.triptych.models.images.Image;

/**
 * Whether a face has eyes, nose and mouth where they belong: the correlation, within the box of the
 * face, between the high-passed luminances of a view and of the true picture. Brightness, contrast
 * and slow shading do not count, so the right colours without a face give about 0.
 */
public final class FaceScore {
  /** The blur that is taken away averages over an eighth of the picture's side. */
  private static final int WINDOWS = 8;

  // ITU-R BT.601
  private static final double RED = .299;
  private static final double GREEN = .587;
  private static final double BLUE = .114;

  private FaceScore() {}

  /**
   * -1 to 1; 0 if one of the pictures has nothing in the box but slow shading.
   *
   * @param face of both pictures
   * @throws IllegalArgumentException if the pictures are not squares of one size
   */
  public static double of(Image view, Image truth, Box face) {
    int size = truth.width();
    if (view.width() != size || view.height() != size || truth.height() != size) {
      throw new IllegalArgumentException("pictures of different sizes");
    }
    double[] seen = highPassed(luminance(view), size);
    double[] wanted = highPassed(luminance(truth), size);
    double n = 0;
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < seen.length; i++) {
      if (face.holds(i / size, i % size, size)) {
        n++;
        a += seen[i];
        b += wanted[i];
        aa += seen[i] * seen[i];
        bb += wanted[i] * wanted[i];
        ab += seen[i] * wanted[i];
      }
    }
    double variances = (aa - a * a / n) * (bb - b * b / n);
    return variances > 1e-12 ? (ab - a * b / n) / Math.sqrt(variances) : 0;
  }

  private static double[] luminance(Image picture) {
    float[] colours = picture.colours();
    int pixels = colours.length / 3;
    double[] luminance = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      luminance[i] =
          RED * colours[i] + GREEN * colours[pixels + i] + BLUE * colours[2 * pixels + i];
    }
    return luminance;
  }

  /** Without the mean of the square around each pixel, as far as it lies in the picture. */
  private static double[] highPassed(double[] values, int size) {
    int reach = Math.max(1, size / WINDOWS / 2);
    double[] rows = averaged(values, size, 1, size, reach);
    double[] blurred = averaged(rows, size, size, 1, reach);
    double[] rest = new double[values.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = values[i] - blurred[i];
    }
    return rest;
  }

  /** The running mean of {@code size} lines whose values lie {@code step} apart. */
  private static double[] averaged(double[] values, int size, int step, int line, int reach) {
    double[] means = new double[values.length];
    for (int l = 0; l < size; l++) {
      for (int i = 0; i < size; i++) {
        double sum = 0;
        int from = Math.max(0, i - reach);
        int to = Math.min(size - 1, i + reach);
        for (int j = from; j <= to; j++) {
          sum += values[l * line + j * step];
        }
        means[l * line + i * step] = sum / (to - from + 1);
      }
    }
    return means;
  }
}
