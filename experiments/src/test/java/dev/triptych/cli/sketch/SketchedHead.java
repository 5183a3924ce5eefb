package dev.triptych.cli.sketch;

import dev.triptych.models.images.Png;
import dev.triptych.workflows.spec.ViewAngle;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A head of a few ellipses that turns. */
public final class SketchedHead {
  private static final int SIDE = 64;

  private SketchedHead() {}

  /** The head from one side, as PNG. */
  public static byte[] png(ViewAngle angle, Color skin) {
    Color hair = skin.darker().darker();
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, SIDE, SIDE);
    double x = 32 - 14 * Math.sin(Math.toRadians(angle.yaw()));
    double y = 30 + 14 * Math.sin(Math.toRadians(angle.pitch()));
    disc(g, new Color(0x3b4cc0), 32, 62, 24, 12);
    disc(g, hair, 64 - x, 60 - y, 21, 25);
    disc(g, skin, 32, 33, 17, 22);
    disc(g, hair, 32, 17 + (y - 30) / 3, 17, 8);
    for (int side = -1; side <= 1; side += 2) {
      disc(g, Color.WHITE, x + 7 * side, y, 4, 3);
      disc(g, new Color(0x205030), x + 7 * side, y, 2, 2);
    }
    disc(g, skin.darker(), x, y + 8, 2, 4);
    disc(g, new Color(0xb03030), x, y + 17, 6, 1.6);
    g.dispose();
    return Png.encode(image);
  }

  /** The picture with a third of another colour in it. */
  static byte[] tinted(byte[] png, Color colour) {
    try {
      BufferedImage image = Png.decode(png).orElseThrow();
      Graphics2D g = image.createGraphics();
      g.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 85));
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      g.dispose();
      return Png.encode(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void disc(Graphics2D g, Color color, double x, double y, double rx, double ry) {
    g.setColor(color);
    g.fill(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry));
  }
}
