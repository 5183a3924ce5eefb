package dev.triptych.cli.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmWriterTest {
  private static final int WIDTH = 50; // no multiple of a macroblock
  private static final int HEIGHT = 34;
  private static final Timing TIMING = new Timing(7, .5); // no whole hundredths for a frame

  @TempDir private Path folder;

  /** A disc on white that goes to the right. */
  private static BufferedImage frame(int number) {
    BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = frame.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(new Color(200, 40 + 10 * number, 30));
    graphics.fillOval(4 * number, 8, 18, 18);
    graphics.dispose();
    return frame;
  }

  private Path film(FilmFormat format) throws IOException {
    Path file = folder.resolve("film" + format.ending());
    try (FilmWriter film = format.write(file, TIMING)) {
      for (int number = 0; number < TIMING.frames(); number++) {
        film.add(frame(number));
      }
    }
    return file;
  }

  private static double meanDifference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / (3. * WIDTH * HEIGHT);
  }

  @Test
  void gifShowsEveryFrameForItsTimeAndStartsAgain() throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(film(FilmFormat.GIF).toFile())) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(TIMING.frames());
      int hundredths = 0;
      for (int number = 0; number < TIMING.frames(); number++) {
        assertThat(meanDifference(reader.read(number), frame(number))).isLessThan(1.5);
        assertThat(reader.read(number).getRGB(WIDTH - 1, 0)).as("white").isEqualTo(0xffffffff);
        IIOMetadataNode root =
            (IIOMetadataNode)
                reader.getImageMetadata(number).getAsTree("javax_imageio_gif_image_1.0");
        hundredths += Integer.parseInt(attribute(root, "GraphicControlExtension", "delayTime"));
        if (number == 0) {
          assertThat(attribute(root, "ApplicationExtension", "applicationID"))
              .isEqualTo("NETSCAPE");
        }
      }
      assertThat(hundredths).isEqualTo(50);
    } finally {
      reader.dispose();
    }
  }

  private static String attribute(IIOMetadataNode root, String name, String attribute) {
    return ((IIOMetadataNode) root.getElementsByTagName(name).item(0)).getAttribute(attribute);
  }

  @Test
  void pngIsTheFirstFrameForProgramsThatKnowNoAnimation() throws IOException {
    BufferedImage first = ImageIO.read(film(FilmFormat.PNG).toFile());

    assertThat(meanDifference(first, frame(0))).isZero();
  }

  @Test
  void everyFrameOfAnAnimatedPngIsAPngOfItsOwn() throws IOException {
    byte[] file = Files.readAllBytes(film(FilmFormat.PNG));
    List<byte[]> data = new ArrayList<>();
    List<Integer> sequence = new ArrayList<>();
    byte[] header = {};
    int thousandths = 0;
    int frames = 0;
    ByteBuffer chunks = ByteBuffer.wrap(file).position(8);
    while (chunks.hasRemaining()) {
      byte[] content = new byte[chunks.getInt()];
      byte[] name = new byte[4];
      chunks.get(name).get(content).getInt();
      ByteBuffer fields = ByteBuffer.wrap(content);
      switch (new String(name, StandardCharsets.US_ASCII)) {
        case "IHDR" -> header = content;
        case "acTL" -> frames = fields.getInt();
        case "fcTL" -> {
          sequence.add(fields.getInt());
          thousandths += fields.getShort(20);
          assertThat(fields.getShort(22)).isEqualTo((short) 1000);
        }
        case "IDAT" -> data.add(content);
        case "fdAT" -> {
          sequence.add(fields.getInt());
          data.add(java.util.Arrays.copyOfRange(content, 4, content.length));
        }
        default -> {}
      }
    }

    assertThat(frames).isEqualTo(TIMING.frames());
    assertThat(thousandths).isEqualTo(500);
    assertThat(sequence).isSorted().doesNotHaveDuplicates().hasSize(2 * frames - 1);
    for (int number = 0; number < frames; number++) {
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(png(header, data.get(number))));
      assertThat(meanDifference(read, frame(number))).isZero();
    }
  }

  /** Java's reader asks for no checksums. */
  private static byte[] png(byte[] header, byte[] data) {
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    ByteBuffer png = ByteBuffer.allocate(8 + 12 + header.length + 12 + data.length + 12);
    png.put(signature);
    png.putInt(header.length).put("IHDR".getBytes(StandardCharsets.US_ASCII)).put(header).putInt(0);
    png.putInt(data.length).put("IDAT".getBytes(StandardCharsets.US_ASCII)).put(data).putInt(0);
    png.putInt(0).put("IEND".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    return png.array();
  }

  @Test
  void mp4HasTheFramesTheirSizeAndTheirTime() throws Exception {
    Path file = film(FilmFormat.MP4);
    FrameGrab grab = FrameGrab.createFrameGrab(NIOUtils.readableChannel(file.toFile()));

    assertThat(grab.getVideoTrack().getMeta().getTotalFrames()).isEqualTo(TIMING.frames());
    assertThat(grab.getVideoTrack().getMeta().getTotalDuration()).isCloseTo(.5, within(.001));
    for (int number = 0; number < TIMING.frames(); number++) {
      Picture picture = grab.getNativeFrame();
      assertThat(picture.getCroppedWidth()).isEqualTo(WIDTH);
      assertThat(picture.getCroppedHeight()).isEqualTo(HEIGHT);
      assertThat(meanDifference(rgb(picture.cropped()), frame(number)))
          .as("frame %d", number)
          .isLessThan(9);
    }
    assertThat(grab.getNativeFrame()).isNull();
  }

  /** The inverse of BT.601's studio range. */
  private static BufferedImage rgb(Picture yuv) {
    assertThat(yuv.getColor()).isIn(ColorSpace.YUV420, ColorSpace.YUV420J);
    BufferedImage rgb = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double luma = 1.164 * (yuv.getPlaneData(0)[y * yuv.getPlaneWidth(0) + x] + 112);
        int at = y / 2 * yuv.getPlaneWidth(1) + x / 2;
        double blue = yuv.getPlaneData(1)[at];
        double red = yuv.getPlaneData(2)[at];
        rgb.setRGB(
            x,
            y,
            level(luma + 1.596 * red) << 16
                | level(luma - .392 * blue - .813 * red) << 8
                | level(luma + 2.017 * blue));
      }
    }
    return rgb;
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  @Test
  void knowsAFormatByItsName() {
    assertThat(FilmFormat.of("a/Elf.MP4")).contains(FilmFormat.MP4);
    assertThat(FilmFormat.of("elf.webp")).isEmpty();
  }

  @Test
  void aPaletteHasAllColoursOfAPictureThatHasFew() {
    BufferedImage frame = frame(3);

    assertThat(meanDifference(Palette.of(frame).apply(frame), frame)).isZero();
  }

  @Test
  void aPaletteSharesManyColoursOut() {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, x * 5 << 16 | y * 7 << 8 | (x + y) * 3);
      }
    }

    assertThat(meanDifference(Palette.of(picture).apply(picture), picture)).isLessThan(6);
  }

  @Test
  void gridsHaveTheirPicturesRowByRow() {
    BufferedImage red = Frames.blank();
    red.setRGB(0, 0, 0xff0000);

    BufferedImage grid = Frames.grid(List.of(red, Frames.blank(), Frames.blank(), red), 2, 8);

    assertThat(grid.getWidth()).isEqualTo(16);
    assertThat(grid.getHeight()).isEqualTo(16);
    assertThat(grid.getRGB(3, 3) & 0xffffff).isEqualTo(0xff0000);
    assertThat(grid.getRGB(12, 3) & 0xffffff).isEqualTo(0xffffff);
    assertThat(grid.getRGB(12, 12) & 0xffffff).isEqualTo(0xff0000);
  }
}
