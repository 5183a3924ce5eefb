package dev.triptych.models.images;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Foreign picture files, read in memory alone by the first of ImageIO's readers that knows them.
 */
public final class PictureFile {
  /** Pixels that a byte may stand for: deflate shrinks 1032 times at most. */
  public static final int MAX_INFLATION = 1024;

  static {
    ImageIO.setUseCache(false); // readers open streams of their own, too
  }

  /** What is wanted of a file. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * @param reader of the file, at its first picture
     */
    T with(ImageReader reader) throws IOException;
  }

  private PictureFile() {}

  /**
   * What {@code reading} finds in a file; nothing if no reader knows it.
   *
   * @throws IOException if the file is damaged
   */
  public static <T> Optional<T> read(byte[] file, Reading<T> reading) throws IOException {
    try (ImageInputStream in = stream(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      return readers.hasNext() ? Optional.of(read(readers.next(), in, reading)) : Optional.empty();
    } catch (RuntimeException e) { // readers trust a file's numbers
      throw new IIOException("its numbers cannot be true", e);
    }
  }

  private static <T> T read(ImageReader reader, ImageInputStream in, Reading<T> reading)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      return reading.with(reader);
    } finally {
      reader.dispose();
    }
  }

  /** Bytes as ImageIO takes them. */
  public static ImageInputStream stream(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  /** Whether a file of {@code bytes} can hold a picture of the size that it claims. */
  public static boolean plausible(int width, int height, int bytes) {
    return (long) width * height <= (long) MAX_INFLATION * bytes;
  }
}
