package dev.triptych.cli.video;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws pictures into the frame of a film. */
public final class Frames {
  private Frames() {}

  /**
   * Pictures row by row, each as large as {@code side} pixels.
   *
   * @param pictures all square
   */
  public static BufferedImage grid(List<BufferedImage> pictures, int columns, int side) {
    int rows = (pictures.size() + columns - 1) / columns;
    BufferedImage frame =
        new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = frame.createGraphics();
    smooth(graphics);
    for (int i = 0; i < pictures.size(); i++) {
      BufferedImage small = shrunk(pictures.get(i), side);
      graphics.drawImage(small, i % columns * side, i / columns * side, side, side, null);
    }
    graphics.dispose();
    return frame;
  }

  /** What stands where a grid has no picture. */
  public static BufferedImage blank() {
    BufferedImage blank = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    blank.setRGB(0, 0, 0xffffff);
    return blank;
  }

  /** By halves as long as it is twice as large, else pixels between would be left out. */
  private static BufferedImage shrunk(BufferedImage picture, int side) {
    BufferedImage small = picture;
    while (small.getWidth() >= 2 * side) {
      int half = small.getWidth() / 2;
      BufferedImage next = new BufferedImage(half, half, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = next.createGraphics();
      smooth(graphics);
      graphics.drawImage(small, 0, 0, half, half, null);
      graphics.dispose();
      small = next;
    }
    return small;
  }

  private static void smooth(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
  }
}
