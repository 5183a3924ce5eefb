package dev.triptych.models.photos;

import dev.triptych.models.images.Image;
import java.util.Arrays;
import java.util.Locale;

/** What a picture beside a photo says of the photo's pixels: which show the person. */
public final class Mask {
  private static final double LEAST = .01; // of a square's pixels: less is no head

  private final Photo file;

  /**
   * @param file transparent, or without transparency dark, where the photo shows something else
   * @param photo that it is for
   * @throws InvalidMask if it has another size than the photo
   */
  public Mask(Photo file, Photo photo) throws InvalidMask {
    this.file = file;
    if (file.width() != photo.width() || file.height() != photo.height()) {
      throw new InvalidMask(
          String.format(
              Locale.ROOT,
              "has %d x %d pixels, and the photo %d x %d; a mask is as large as its photo",
              file.width(),
              file.height(),
              photo.width(),
              photo.height()));
    }
  }

  /**
   * The head on white, which is also what is transparent in a photo itself.
   *
   * @param head {@link Photo#head} of the same square
   * @throws InvalidMask if the file is damaged, or leaves nothing of the head
   */
  public Image onWhite(Image head, HeadSquare square) throws InvalidMask {
    int[] opacity = opacity(square, head.width()).levels();
    if (Arrays.stream(opacity).average().orElse(0) < 255 * LEAST) {
      throw new InvalidMask("leaves nothing of the square that holds the head");
    }
    int[] levels = head.levels();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (levels[i] * opacity[i] + 255 * (255 - opacity[i]) + 127) / 255;
    }
    return Image.ofLevels(levels, head.width(), head.height(), Image.Range.SIGNED);
  }

  private Image opacity(HeadSquare square, int size) throws InvalidMask {
    try {
      return file.opacity(square, size);
    } catch (InvalidPhoto e) {
      throw new InvalidMask(e);
    }
  }
}
