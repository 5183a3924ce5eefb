package dev.triptych.models.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  private static final HeadSquare SQUARE = new HeadSquare(80, 48, 80, 0);
  private static final int PHOTO = 0x204060;

  /** What the left half of a picture shows, and the right half. */
  private static byte[] png(int type, int left, int right) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      picture.setRGB(i % WIDTH, i / WIDTH, i % WIDTH < WIDTH / 2 ? left : right);
    }
    return Png.encode(picture);
  }

  private static Photo photo() throws InvalidPhoto {
    return Photo.of(png(BufferedImage.TYPE_INT_RGB, PHOTO, PHOTO));
  }

  private static Image masked(byte[] mask) throws InvalidPhoto {
    Photo photo = photo();
    return new Mask(Photo.of(mask), photo).onWhite(photo.head(SQUARE, 64), SQUARE);
  }

  /** In turn grey, coloured, and with an opaque alpha channel. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB
      })
  void whatIsDarkInItBecomesWhite(int type) throws IOException {
    assertHalves(masked(png(type, 0xff000000, 0xffffffff)), 0xffffff, PHOTO);
  }

  @Test
  void ofACutOutTheTransparencyCountsAndNotTheColour() throws IOException {
    byte[] cutOut = png(BufferedImage.TYPE_INT_ARGB, 0xff000000, 0x00ffffff);

    assertHalves(masked(cutOut), PHOTO, 0xffffff);
  }

  @Test
  void whatItHalfShowsIsHalfWhite() throws IOException {
    byte[] half = png(BufferedImage.TYPE_INT_ARGB, 0x80000000, 0xff000000);

    assertHalves(masked(half), 0x8f9faf, PHOTO);
  }

  @Test
  void isTurnedWithTheHead() throws IOException {
    Photo photo = photo();
    HeadSquare upsideDown = new HeadSquare(80, 48, 80, 180);
    Mask mask = new Mask(Photo.of(png(BufferedImage.TYPE_BYTE_GRAY, 0, 0xffffff)), photo);

    assertHalves(mask.onWhite(photo.head(upsideDown, 64), upsideDown), PHOTO, 0xffffff);
  }

  @Test
  void mustBeAsLargeAsThePhoto() {
    byte[] small = Png.encode(new BufferedImage(64, 96, BufferedImage.TYPE_BYTE_GRAY));

    assertThatThrownBy(() -> masked(small))
        .isInstanceOf(InvalidMask.class)
        .hasMessage("has 64 x 96 pixels, and the photo 160 x 96; a mask is as large as its photo");
  }

  @Test
  void mustLeaveSomethingOfTheHead() {
    assertThatThrownBy(() -> masked(png(BufferedImage.TYPE_BYTE_GRAY, 0, 0)))
        .isInstanceOf(InvalidMask.class)
        .hasMessage("leaves nothing of the square that holds the head");
  }

  @Test
  void aDamagedOneIsRefusedAsAMask() {
    BufferedImage whole = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    byte[] damaged = Png.encode(whole);
    Arrays.fill(damaged, 60, damaged.length, (byte) 7);

    assertThatThrownBy(() -> masked(damaged))
        .isInstanceOf(InvalidMask.class)
        .hasMessageContaining("damaged");
  }

  private static void assertHalves(Image picture, int left, int right) {
    int[] levels = picture.levels();
    for (int row : new int[] {0, 31, 63}) {
      assertPixel(levels, row * 64 + 4, left);
      assertPixel(levels, row * 64 + 60, right);
    }
  }

  private static void assertPixel(int[] levels, int pixel, int rgb) {
    assertThat(new int[] {levels[3 * pixel], levels[3 * pixel + 1], levels[3 * pixel + 2]})
        .containsExactly(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);
  }
}
