package dev.triptych.models.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG files in memory. */
public final class Png {
  static final int MAX_PIXELS = 1 << 26;

  private Png() {}

  /** Equal pictures give equal bytes. */
  public static byte[] encode(BufferedImage picture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * The picture in {@code content}, in PNG or another form that Java reads; nothing if it is no
   * picture.
   *
   * @throws IOException if it is a damaged one, has more than {@value #MAX_PIXELS} pixels, or more
   *     than {@value PictureFile#MAX_INFLATION} for each byte
   */
  public static Optional<BufferedImage> decode(byte[] content) throws IOException {
    return PictureFile.read(
        content,
        reader -> {
          int width = reader.getWidth(0);
          int height = reader.getHeight(0);
          boolean plausible = PictureFile.plausible(width, height, content.length);
          if (!plausible || (long) width * height > MAX_PIXELS) {
            throw new IIOException(
                String.format(
                    Locale.ROOT,
                    "it claims %d x %d pixels in %d bytes, more than is taken for true",
                    width,
                    height,
                    content.length));
          }
          return reader.read(0);
        });
  }
}
