package dev.triptych.models.photos;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import dev.triptych.models.images.PictureFile;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * How the pixels of a file lie to those of the picture that its owner sees (EXIF 2.3, tag 274).
 *
 * @param swapped whether rows of the picture are columns of the file
 * @param flippedX whether the file's columns run from right to left, after the swap
 * @param flippedY whether the file's rows run upwards, after the swap
 */
record Orientation(boolean swapped, boolean flippedX, boolean flippedY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** Bytes before the TIFF structure in an EXIF segment: "Exif", a zero, and one to pad. */
  private static final int EXIF_HEADER = 6;

  /**
   * @param tag 1 to 8; others count as 1, as viewers take them
   */
  static Orientation of(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }

  /** That of a JPEG file; upright if it says none, or none that can be understood. */
  static Orientation ofJpeg(byte[] file) {
    try (ImageInputStream in = PictureFile.stream(file)) {
      for (JPEGSegment segment : JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif")) {
        try (ImageInputStream exif = new MemoryCacheImageInputStream(segment.segmentData())) {
          exif.seek(EXIF_HEADER);
          try (ImageInputStream tiff =
              PictureFile.stream(rest(exif, segment.segmentLength() - EXIF_HEADER))) {
            Entry entry = new TIFFReader().read(tiff).getEntryById(TIFF.TAG_ORIENTATION);
            if (entry != null && entry.getValue() instanceof Number tag) {
              return of(tag.intValue());
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return UPRIGHT; // damaged notes are no reason to refuse a picture that can be read
    }
    return UPRIGHT;
  }

  private static byte[] rest(ImageInputStream in, int most) throws IOException {
    byte[] bytes = new byte[Math.max(0, most)];
    int read = Math.max(0, in.read(bytes));
    return Arrays.copyOf(bytes, read);
  }

  /**
   * Where an area of the picture lies in the file.
   *
   * @param width of the picture, pixels
   * @param height of the picture, pixels
   */
  Rectangle inFile(Rectangle area, int width, int height) {
    int x = swapped ? area.y : area.x;
    int y = swapped ? area.x : area.y;
    int w = swapped ? area.height : area.width;
    int h = swapped ? area.width : area.height;
    int fileWidth = swapped ? height : width;
    int fileHeight = swapped ? width : height;
    return new Rectangle(flippedX ? fileWidth - x - w : x, flippedY ? fileHeight - y - h : y, w, h);
  }
}
