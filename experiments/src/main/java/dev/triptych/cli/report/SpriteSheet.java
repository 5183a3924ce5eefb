package dev.triptych.cli.report;

import dev.triptych.models.images.Jpeg;
import dev.triptych.models.images.Png;
import dev.triptych.workflows.spec.ViewAngle;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Draws many views into one picture, as large as a page shows them, and holds one view at a time.
 *
 * @param content of the picture
 * @param type {@code png} or {@code jpg}
 * @param tile side of a view in pixels
 * @param columns views in a row
 * @param poses pitch and yaw of each view, nominal degrees
 */
record SpriteSheet(byte[] content, String type, int tile, int columns, List<double[]> poses) {
  private static final int LARGEST = 256; // pixels: a wing of the triptych on a usual screen
  private static final int SMALL = 128; // up to which a page enlarges pixel by pixel: no artefacts
  private static final int CONTACT = 64;

  /**
   * @param views all square and of one size
   * @param content the encoded picture of a view
   * @throws IllegalArgumentException if there are none, or one of them is no picture
   */
  static <T> SpriteSheet of(Map<ViewAngle, T> views, Function<T, byte[]> content) {
    if (views.isEmpty()) {
      throw new IllegalArgumentException("a sprite needs views");
    }
    int columns = (int) Math.ceil(Math.sqrt(views.size()));
    int rows = (views.size() + columns - 1) / columns;
    Drawing drawing = null;
    int i = 0;
    List<double[]> poses = new ArrayList<>();
    for (Map.Entry<ViewAngle, T> view : views.entrySet()) {
      BufferedImage picture = decode(content.apply(view.getValue()));
      if (drawing == null) {
        drawing = new Drawing(picture.getWidth(), columns, rows);
      }
      drawing.add(picture, i++);
      poses.add(new double[] {view.getKey().pitch(), view.getKey().yaw()});
    }
    return Objects.requireNonNull(drawing).sheet(poses);
  }

  /** Pictures side by side; they have no poses. */
  static <T> SpriteSheet row(List<T> pictures, Function<T, byte[]> content) {
    return grid(pictures, pictures.size(), content);
  }

  /** Pictures row by row; they have no poses. */
  static <T> SpriteSheet grid(List<T> pictures, int columns, Function<T, byte[]> content) {
    return grid(
        pictures, content, side -> new Drawing(side, columns, rows(pictures.size(), columns)));
  }

  /** As above, small and as a photo, to see at a glance what many views show. */
  static SpriteSheet contact(List<byte[]> pictures, int columns) {
    int rows = rows(pictures.size(), columns);
    return grid(
        pictures,
        content -> content,
        side -> new Drawing(true, Math.min(side, CONTACT), columns, rows));
  }

  private static int rows(int pictures, int columns) {
    return (pictures + columns - 1) / columns;
  }

  private static <T> SpriteSheet grid(
      List<T> pictures, Function<T, byte[]> content, IntFunction<Drawing> begun) {
    Drawing drawing = null;
    for (int i = 0; i < pictures.size(); i++) {
      BufferedImage picture = decode(content.apply(pictures.get(i)));
      if (drawing == null) {
        drawing = begun.apply(picture.getWidth());
      }
      drawing.add(picture, i);
    }
    if (drawing == null) {
      throw new IllegalArgumentException("a grid needs pictures");
    }
    return drawing.sheet(List.of());
  }

  private static BufferedImage decode(byte[] content) {
    try {
      return Png.decode(content)
          .orElseThrow(() -> new IllegalArgumentException("a view is not a picture"));
    } catch (IOException e) {
      throw new UncheckedIOException("a view cannot be read", e);
    }
  }

  private static final class Drawing {
    private final boolean photos;
    private final int tile;
    private final int columns;
    private final BufferedImage sheet;

    Drawing(int side, int columns, int rows) {
      this(side > SMALL, Math.min(side, LARGEST), columns, rows);
    }

    Drawing(boolean photos, int tile, int columns, int rows) {
      this.photos = photos;
      this.tile = tile;
      this.columns = columns;
      // JPEG's encoder wants bytes; PNG's gives the same bytes as ever for this type.
      int type = photos ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_INT_RGB;
      this.sheet = new BufferedImage(columns * tile, rows * tile, type);
    }

    void add(BufferedImage view, int place) {
      BufferedImage small = view;
      while (small.getWidth() >= 2 * tile) { // else pixels between would be left out
        small = scaled(small, small.getWidth() / 2);
      }
      Graphics2D graphics = sheet.createGraphics();
      smooth(graphics);
      graphics.drawImage(small, place % columns * tile, place / columns * tile, tile, tile, null);
      graphics.dispose();
    }

    private static BufferedImage scaled(BufferedImage picture, int side) {
      BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = scaled.createGraphics();
      smooth(graphics);
      graphics.drawImage(picture, 0, 0, side, side, null);
      graphics.dispose();
      return scaled;
    }

    private static void smooth(Graphics2D graphics) {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }

    SpriteSheet sheet(List<double[]> poses) {
      byte[] content = photos ? Jpeg.encode(sheet) : Png.encode(sheet);
      return new SpriteSheet(content, photos ? "jpg" : "png", tile, columns, poses);
    }
  }
}
