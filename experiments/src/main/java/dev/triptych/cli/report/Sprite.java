package dev.triptych.cli.report;

import dev.triptych.models.images.Png;
import dev.triptych.workflows.spec.ViewAngle;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Many views in one picture: tile {@code i} shows {@code poses[i]}, row by row.
 *
 * @param png base64
 * @param tile side of a tile in pixels
 * @param columns tiles in a row
 * @param poses pitch and yaw of each tile, nominal degrees
 */
public record Sprite(String png, int tile, int columns, List<double[]> poses) {
  public Sprite {
    poses = List.copyOf(poses);
  }

  /**
   * @param views encoded pictures, all square and of one size
   * @throws IllegalArgumentException if there are none, or one of them is no picture
   */
  public static Sprite of(Map<ViewAngle, byte[]> views) {
    if (views.isEmpty()) {
      throw new IllegalArgumentException("a sprite needs views");
    }
    int columns = (int) Math.ceil(Math.sqrt(views.size()));
    int rows = (views.size() + columns - 1) / columns;
    List<BufferedImage> tiles = views.values().stream().map(Sprite::decode).toList();
    int side = tiles.get(0).getWidth();
    BufferedImage sheet =
        new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    for (int i = 0; i < tiles.size(); i++) {
      graphics.drawImage(tiles.get(i), i % columns * side, i / columns * side, side, side, null);
    }
    graphics.dispose();
    List<double[]> poses = new ArrayList<>();
    views.keySet().forEach(angle -> poses.add(new double[] {angle.pitch(), angle.yaw()}));
    return new Sprite(Base64.getEncoder().encodeToString(Png.encode(sheet)), side, columns, poses);
  }

  private static BufferedImage decode(byte[] content) {
    try {
      return Png.decode(content)
          .orElseThrow(() -> new IllegalArgumentException("a view is not a picture"));
    } catch (IOException e) {
      throw new UncheckedIOException("a view cannot be read", e);
    }
  }
}
