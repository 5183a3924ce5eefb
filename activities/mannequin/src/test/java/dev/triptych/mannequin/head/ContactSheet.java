package dev.triptych.mannequin.head;

import dev.triptych.models.images.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Many square pictures on one sheet, row by row. */
public final class ContactSheet {
  private static final int GAP = 2;

  private ContactSheet() {}

  /**
   * Lays out pictures in rows of {@code columns}, each pixel enlarged to {@code scale} x {@code
   * scale}.
   *
   * @param images squares of one size
   */
  public static BufferedImage of(List<Image> images, int columns, int scale) {
    if (images.isEmpty() || columns < 1 || scale < 1) {
      throw new IllegalArgumentException(
          "A sheet needs pictures and positive sizes, not %d pictures, %d columns, scale %d"
              .formatted(images.size(), columns, scale));
    }
    int size = images.get(0).width();
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
      pen.drawImage(images.get(i).toBufferedImage(), left, top, size * scale, size * scale, null);
    }
    pen.dispose();
    return sheet;
  }
}
