package dev.triptych.models.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.images.Image;
import dev.triptych.models.images.Jpeg;
import dev.triptych.models.images.Png;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotoTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  private static final Offset<Integer> JPEG_LOSS = within(6);

  /** EXIF says which side of the picture the file's first row is, and its first column. */
  @ParameterizedTest
  @CsvSource({
    "1, top, left",
    "2, top, right",
    "3, bottom, right",
    "4, bottom, left",
    "5, left, top",
    "6, right, top",
    "7, right, bottom",
    "8, left, bottom",
    "0, top, left",
    "77, top, left"
  })
  void isTurnedAsItsExifNotesSay(int tag, String firstRow, String firstColumn) throws IOException {
    boolean swapped = firstRow.equals("left") || firstRow.equals("right");
    BufferedImage file =
        new BufferedImage(
            swapped ? HEIGHT : WIDTH, swapped ? WIDTH : HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < file.getHeight(); row++) {
      for (int column = 0; column < file.getWidth(); column++) {
        int x = swapped ? along(firstRow, row, WIDTH) : along(firstColumn, column, WIDTH);
        int y = swapped ? along(firstColumn, column, HEIGHT) : along(firstRow, row, HEIGHT);
        file.setRGB(column, row, quarter(x, y));
      }
    }

    Photo photo = Photo.of(withExif(Jpeg.encode(file), tag));

    assertThat(photo.width()).isEqualTo(WIDTH);
    assertThat(photo.height()).isEqualTo(HEIGHT);
    int[] levels = photo.head(new HeadSquare(88, 48, 80, 0), 40).levels();
    for (int row : new int[] {0, 10, 30, 39}) {
      for (int column : new int[] {0, 10, 26, 39}) {
        int expected = quarter(48 + 2 * column, 8 + 2 * row);
        assertLevels(levels, row * 40 + column, expected, JPEG_LOSS);
      }
    }
  }

  private static int along(String first, int at, int extent) {
    return first.equals("right") || first.equals("bottom") ? extent - 1 - at : at;
  }

  /** Four plain colours; the borders between them are far from what is looked at. */
  private static int quarter(int x, int y) {
    return (x < 84 ? 0xc02020 : 0x20c020) + (y < 48 ? 0x000000 : 0x0000a0);
  }

  @Test
  void inksBecomeLight() throws IOException {
    byte[] file;
    try (InputStream in = PhotoTest.class.getResourceAsStream("ink.jpg")) {
      file = in.readAllBytes();
    }

    int[] levels = Photo.of(file).head(new HeadSquare(48, 32, 64, 0), 64).levels();

    int cyan = 32 * 64 + 8;
    int yellow = 32 * 64 + 56;
    assertThat(levels[3 * cyan]).isLessThan(levels[3 * cyan + 1] - 80); // no red
    assertThat(levels[3 * yellow + 2]).isLessThan(levels[3 * yellow] - 80); // no blue
  }

  @Test
  void whatIsTransparentIsWhite() throws IOException {
    BufferedImage file = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      file.setRGB(i % WIDTH, i / WIDTH, i % WIDTH < 80 ? 0x00ff0000 : 0x80000000);
    }

    int[] levels = head(Png.encode(file)).levels();

    assertLevels(levels, 0, 0xffffff, within(0));
    assertLevels(levels, 95, 0x7f7f7f, within(0));
  }

  @Test
  void greyOfSixteenBitsKeepsItsLevels() throws IOException {
    BufferedImage file = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    int[] samples = new int[WIDTH * HEIGHT];
    Arrays.fill(samples, 257 * 100);
    file.getRaster().setSamples(0, 0, WIDTH, HEIGHT, 0, samples);

    assertLevels(head(Png.encode(file)).levels(), 48 * 96 + 48, 0x646464, within(0));
  }

  @Test
  void aLargePhotoIsSeenAsASmallOneWouldBe() throws IOException {
    BufferedImage file = new BufferedImage(3000, 2000, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 2000; y++) {
      for (int x = 0; x < 3000; x++) {
        file.setRGB(x, y, ((x * 255 / 3000) << 16) | ((y * 255 / 2000) << 8));
      }
    }

    int[] levels =
        Photo.of(Png.encode(file)).head(new HeadSquare(1700, 1000, 1600, 0), 64).levels();

    for (int pixel : new int[] {0, 63, 64 * 63, 64 * 64 - 1, 64 * 20 + 40}) {
      double x = 900 + 25 * (pixel % 64 + .5);
      double y = 200 + 25 * (pixel / 64 + .5);
      int expected = ((int) (x * 255 / 3000) << 16) | ((int) (y * 255 / 2000) << 8);
      assertLevels(levels, pixel, expected, within(1));
    }
  }

  @Test
  void aHeadThatLeansStandsUpright() throws IOException {
    BufferedImage file = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    double lean = Math.toRadians(20);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) { // white to the right of an axis that leans to the right
        boolean right = (x - 99.5) * Math.cos(lean) + (y - 99.5) * Math.sin(lean) > 0;
        file.setRGB(x, y, right ? 0xffffff : 0);
      }
    }

    int[] levels = Photo.of(Png.encode(file)).head(new HeadSquare(100, 100, 128, 20), 64).levels();

    for (int row : new int[] {0, 31, 63}) {
      assertLevels(levels, row * 64 + 30, 0, within(0));
      assertLevels(levels, row * 64 + 33, 0xffffff, within(0));
    }
  }

  @Test
  void theBorderGoesOnBeyondThePicture() throws IOException {
    BufferedImage file = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      file.setRGB(i % WIDTH, i / WIDTH, i % WIDTH == 0 ? 0x00ff00 : 0x0000ff);
    }

    int[] levels = Photo.of(Png.encode(file)).head(new HeadSquare(0, 48, 96, 0), 96).levels();

    assertLevels(levels, 40 * 96 + 3, 0x00ff00, within(0));
    assertLevels(levels, 40 * 96 + 80, 0x0000ff, within(0));
  }

  @Test
  void otherFormatsAreRefusedWithAWayOut() {
    assertThatThrownBy(() -> Photo.of(bytes("\0\0\0\30ftypheic\0\0\0\0")))
        .isInstanceOf(InvalidPhoto.class)
        .hasMessageContaining("HEIC")
        .hasMessageContaining("JPEG first");
    assertThatThrownBy(() -> Photo.of(bytes("RIFF\1\2\3\4WEBPVP8 ")))
        .hasMessageContaining("WEBP")
        .hasMessageContaining("JPEG or PNG first");
    assertThatThrownBy(() -> Photo.of(bytes("%PDF-1.7")))
        .hasMessage("is neither a JPEG nor a PNG picture");
    assertThatThrownBy(() -> Photo.of(new byte[0]))
        .hasMessage("is neither a JPEG nor a PNG picture");
  }

  @Test
  void sizesAreBounded() {
    assertThatThrownBy(() -> Photo.of(Png.encode(new BufferedImage(63, 900, 1))))
        .hasMessage("has 63 x 900 pixels; a side needs at least 64");
    byte[] small = Png.encode(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB));
    assertThatThrownBy(() -> Photo.of(withSize(small, 60_000, 50_000)))
        .hasMessageContaining("60000 x 50000 pixels, more than 50 million");
    assertThatThrownBy(() -> Photo.of(withSize(small, 6000, 5000)))
        .hasMessageContaining("more than is taken for true");
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    byte[] file = Png.encode(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
    Arrays.fill(file, 60, file.length, (byte) 7);

    assertThatThrownBy(() -> head(file)).isInstanceOf(InvalidPhoto.class);
    assertThatThrownBy(() -> Photo.of(bytes("\u00ff\u00d8\u00ff\u00e0")))
        .isInstanceOf(InvalidPhoto.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aSquareMustBeInThePicture() throws IOException {
    Photo photo = Photo.of(Png.encode(new BufferedImage(WIDTH, HEIGHT, 1)));

    assertThatThrownBy(() -> photo.head(new HeadSquare(-1, 20, 80, 0), 64))
        .hasMessageContaining("160 x 96 pixels")
        .hasMessageContaining("no part of it");
    assertThatThrownBy(() -> photo.head(new HeadSquare(50, 50, 20, 0), 64))
        .isInstanceOf(InvalidPhoto.class);
    assertThatThrownBy(() -> photo.head(new HeadSquare(50, 50, Double.NaN, 0), 64))
        .isInstanceOf(InvalidPhoto.class);
  }

  private static Image head(byte[] file) throws IOException {
    Photo photo = Photo.of(file);
    return photo.head(HeadSquare.middle(photo.width(), photo.height()), HEIGHT);
  }

  private static void assertLevels(int[] levels, int pixel, int rgb, Offset<Integer> within) {
    for (int channel = 0; channel < 3; channel++) {
      assertThat(levels[3 * pixel + channel])
          .as("pixel %d, channel %d", pixel, channel)
          .isCloseTo((rgb >> (16 - 8 * channel)) & 0xff, within);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A JPEG file with an EXIF segment of one entry, right after its start. */
  private static byte[] withExif(byte[] jpeg, int tag) throws IOException {
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.put(bytes("\u00ff\u00e1")).putShort((short) 34).put(bytes("Exif\0\0MM\0*")).putInt(8);
    segment.putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
    segment.putShort((short) tag).putShort((short) 0).putInt(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(segment.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** A PNG file that claims another size. */
  private static byte[] withSize(byte[] png, int width, int height) {
    ByteBuffer file = ByteBuffer.wrap(png.clone());
    file.putInt(16, width).putInt(20, height);
    CRC32 sum = new CRC32();
    sum.update(file.array(), 12, 17);
    return file.putInt(29, (int) sum.getValue()).array();
  }
}
