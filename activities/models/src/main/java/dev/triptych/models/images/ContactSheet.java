package dev.triptych.models.images;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Many square pictures on one sheet, row by row. */
public final class ContactSheet {
  private static final int GAP = 2;

  private ContactSheet() {}

  /**
   * Lays out pictures in rows of {@code columns}, each pixel enlarged to {@code scale} x {@code
   * scale}.
   *
   * @param images each {@code [3 * size * size]}, channels first, values in [0, 1] (clamped)
   */
  public static BufferedImage of(List<float[]> images, int size, int columns, int scale) {
    if (images.isEmpty() || size < 1 || columns < 1 || scale < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A sheet needs pictures and positive sizes, not %d pictures of size %d, %d columns, scale %d",
              images.size(),
              size,
              columns,
              scale));
    }
    int cell = size * scale + GAP;
    int rows = (images.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            Math.min(columns, images.size()) * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < images.size(); i++) {
      int left = (i % columns) * cell;
      int top = (i / columns) * cell;
      pen.drawImage(picture(images.get(i), size), left, top, size * scale, size * scale, null);
    }
    pen.dispose();
    return sheet;
  }

  /** One picture {@code [3 * size * size]} in [0, 1] as an image of 8 bits a channel. */
  public static BufferedImage picture(float[] image, int size) {
    Objects.requireNonNull(image, "image is null");
    int plane = size * size;
    if (image.length != 3 * plane) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A picture of size %d has %d numbers, not %d",
              size,
              3 * plane,
              image.length));
    }
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < plane; i++) {
      int rgb =
          (level(image[i]) << 16) | (level(image[plane + i]) << 8) | level(image[2 * plane + i]);
      picture.setRGB(i % size, i / size, rgb);
    }
    return picture;
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
