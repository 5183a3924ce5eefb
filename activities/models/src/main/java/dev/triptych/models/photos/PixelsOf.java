package dev.triptych.models.photos;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/** Pixels of 8 bits a channel in sRGB on white. */
final class PixelsOf {
  private final int[] rgb;
  private final int width;
  private final int height;

  private PixelsOf(int[] rgb, int width, int height) {
    this.rgb = rgb;
    this.width = width;
    this.height = height;
  }

  static PixelsOf picture(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] argb = argb(picture);
    if (picture.getColorModel().getTransparency() != Transparency.OPAQUE) {
      for (int i = 0; i < argb.length; i++) {
        argb[i] = onWhite(argb[i]);
      }
    }
    return new PixelsOf(argb, width, height);
  }

  /**
   * How opaque a picture is, in all three channels; how bright, if nothing of it is transparent.
   */
  static PixelsOf opacity(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] argb = argb(picture);
    boolean opaque = Arrays.stream(argb).allMatch(pixel -> pixel >>> 24 == 255);
    for (int i = 0; i < argb.length; i++) {
      int level = opaque ? brightness(argb[i]) : argb[i] >>> 24;
      argb[i] = 0x010101 * level;
    }
    return new PixelsOf(argb, width, height);
  }

  private static int brightness(int rgb) {
    return (((rgb >> 16) & 0xff) + ((rgb >> 8) & 0xff) + (rgb & 0xff)) / 3;
  }

  private static int[] argb(BufferedImage picture) {
    int width = picture.getWidth();
    boolean grey =
        !(picture.getColorModel() instanceof IndexColorModel)
            && picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    return grey ? grey(picture) : picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  /** Java takes grey for linear light and would brighten it; files mean what screens show. */
  private static int[] grey(BufferedImage picture) {
    Raster raster = picture.getRaster();
    int width = picture.getWidth();
    int height = picture.getHeight();
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    boolean alpha = raster.getNumBands() > 1;
    int[] argb = new int[width * height];
    int[] row = new int[width];
    int[] opacity = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      if (alpha) {
        raster.getSamples(0, y, width, 1, 1, opacity);
      }
      for (int x = 0; x < width; x++) {
        int level = Math.round(255f * row[x] / most);
        int opaque = alpha ? Math.round(255f * opacity[x] / most) : 255;
        argb[y * width + x] = (opaque << 24) | (level << 16) | (level << 8) | level;
      }
    }
    return argb;
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int level = (argb >> shift) & 0xff;
      mixed |= ((level * alpha + 255 * (255 - alpha) + 127) / 255) << shift;
    }
    return (0xff << 24) | mixed;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * @param channel 0 red, 1 green, 2 blue
   * @return 0 to 255
   */
  int level(int x, int y, int channel) {
    return (rgb[y * width + x] >> (16 - 8 * channel)) & 0xff;
  }
}
