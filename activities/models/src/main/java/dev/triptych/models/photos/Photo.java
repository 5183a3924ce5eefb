package dev.triptych.models.photos;

import dev.triptych.models.images.Image;
import dev.triptych.models.images.PictureFile;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * A photo in a JPEG file (grey, RGB or CMYK, of any profile) or a PNG file (8 or 16 bits, with or
 * without alpha), turned as its EXIF notes say. Only the part that is asked for is decoded, and of
 * large ones not every pixel, so that memory is bounded by the size of the result.
 */
public final class Photo {
  /** Pixels a side that a photo must have. */
  public static final int MIN_SIDE = 64;

  /** Pixels that a photo may have. */
  public static final int MAX_PIXELS = 50_000_000;

  /** Bytes that a photo's file may have. */
  public static final int MAX_BYTES = 64 << 20;

  /** Pixels read for each of the result, along a side; their mean is free of aliasing. */
  private static final int OVERSAMPLING = 2;

  private final byte[] file;
  private final Orientation orientation;
  private final int width;
  private final int height;

  private Photo(byte[] file, Orientation orientation, int width, int height) {
    this.file = file;
    this.orientation = orientation;
    this.width = width;
    this.height = height;
  }

  /**
   * Looks at a file; its pixels are not read yet.
   *
   * @throws InvalidPhoto if it is neither JPEG nor PNG, damaged, too small or too large
   */
  public static Photo of(byte[] file) throws InvalidPhoto {
    if (file.length > MAX_BYTES) {
      throw new InvalidPhoto("is larger than " + (MAX_BYTES >> 20) + " MiB");
    }
    PhotoFormat format = PhotoFormat.of(file);
    format.require();
    Rectangle stored = reading(file, reader -> size(reader, file.length));
    Orientation orientation =
        format == PhotoFormat.JPEG ? Orientation.ofJpeg(file) : Orientation.UPRIGHT;
    return orientation.swapped()
        ? new Photo(file, orientation, stored.height, stored.width)
        : new Photo(file, orientation, stored.width, stored.height);
  }

  private static Rectangle size(ImageReader reader, int bytes) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (Math.min(width, height) < MIN_SIDE) {
      throw new InvalidPhoto(
          String.format(
              Locale.ROOT,
              "has %d x %d pixels; a side needs at least %d",
              width,
              height,
              MIN_SIDE));
    }
    long pixels = (long) width * height;
    if (pixels > MAX_PIXELS) {
      throw new InvalidPhoto(
          String.format(
              Locale.ROOT,
              "has %d x %d pixels, more than %d million; save it smaller, or cut the head out",
              width,
              height,
              MAX_PIXELS / 1_000_000));
    }
    if (!PictureFile.plausible(width, height, bytes)) {
      throw new InvalidPhoto(
          String.format(
              Locale.ROOT,
              "claims %d x %d pixels in %d bytes, more than is taken for true",
              width,
              height,
              bytes));
    }
    return new Rectangle(width, height);
  }

  /** Of the upright picture, pixels. */
  public int width() {
    return width;
  }

  /** Of the upright picture, pixels. */
  public int height() {
    return height;
  }

  /**
   * The head, upright: what is transparent becomes white.
   *
   * @param size pixels a side
   * @throws InvalidPhoto if the square's middle is not in the picture, the square has fewer than
   *     {@value #MIN_SIDE} pixels a side, or the file is damaged
   */
  public Image head(HeadSquare square, int size) throws InvalidPhoto {
    return square(square, size, PixelsOf::picture);
  }

  /**
   * The same square of a mask: how opaque it is, or how bright where nothing of it is transparent.
   *
   * @param size pixels a side
   * @return in grey, white where the mask lets everything through
   * @throws InvalidPhoto as above
   */
  public Image opacity(HeadSquare square, int size) throws InvalidPhoto {
    return square(square, size, PixelsOf::opacity);
  }

  private Image square(HeadSquare square, int size, Function<BufferedImage, PixelsOf> pixels)
      throws InvalidPhoto {
    boolean inside =
        square.centreX() >= 0
            && square.centreX() <= width
            && square.centreY() >= 0
            && square.centreY() <= height;
    if (!inside || !(square.size() >= MIN_SIDE) || square.size() > 2. * Math.max(width, height)) {
      throw new InvalidPhoto(
          String.format(
              Locale.ROOT,
              "has %d x %d pixels; a square of %.0f around (%.0f, %.0f) is no part of it, or has"
                  + " fewer than %d a side",
              width,
              height,
              square.size(),
              square.centreX(),
              square.centreY(),
              MIN_SIDE));
    }
    Rectangle area = square.within(width, height);
    int step = Math.max(1, (int) (square.size() / ((long) OVERSAMPLING * size)));
    BufferedImage part = read(orientation.inFile(area, width, height), step);
    return new UprightPart(pixels.apply(part), orientation, area, step).square(square, size);
  }

  /** Every {@code step}-th pixel of an area of the file, from its upper left corner on. */
  private BufferedImage read(Rectangle area, int step) throws InvalidPhoto {
    return reading(
        file,
        reader -> {
          ImageReadParam settings = reader.getDefaultReadParam();
          settings.setSourceRegion(area);
          settings.setSourceSubsampling(step, step, 0, 0);
          return reader.read(0, settings);
        });
  }

  private static <T> T reading(byte[] file, PictureFile.Reading<T> reading) throws InvalidPhoto {
    try {
      return PictureFile.read(file, reading)
          .orElseThrow(() -> new InvalidPhoto("is damaged at its beginning"));
    } catch (InvalidPhoto e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidPhoto("is damaged: " + e.getMessage(), e);
    }
  }
}
