package dev.triptych.models.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/** PNG files in memory. */
public final class Png {
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
   * @throws IOException if it is a damaged one
   */
  public static Optional<BufferedImage> decode(byte[] content) throws IOException {
    return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(content)));
  }
}
