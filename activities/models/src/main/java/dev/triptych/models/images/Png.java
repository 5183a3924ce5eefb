package dev.triptych.models.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** PNG files in memory. */
public final class Png {
  /** Pixels that a byte may stand for: deflate shrinks 1032 times at most. */
  static final int MAX_INFLATION = 1024;

  static final int MAX_PIXELS = 1 << 26;

  static {
    ImageIO.setUseCache(false); // pictures are small; no temporary files
  }

  private Png() {}

  /** Equal pictures give equal bytes. */
  public static byte[] encode(BufferedImage picture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", out);
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
   *     than {@value #MAX_INFLATION} for each byte
   */
  public static Optional<BufferedImage> decode(byte[] content) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      return readers.hasNext()
          ? Optional.of(decode(readers.next(), in, content.length))
          : Optional.empty();
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream in, int bytes)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long pixels = (long) width * height;
      if (pixels > Math.min(MAX_PIXELS, (long) MAX_INFLATION * bytes)) {
        throw new IIOException(
            String.format(
                Locale.ROOT,
                "it claims %d x %d pixels in %d bytes, more than is taken for true",
                width,
                height,
                bytes));
      }
      return reader.read(0);
    } catch (RuntimeException e) { // Java's own readers trust a file's numbers
      throw new IIOException("it is damaged", e);
    } finally {
      reader.dispose();
    }
  }
}
