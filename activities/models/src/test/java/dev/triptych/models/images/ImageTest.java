package dev.triptych.models.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.images.Image.Range;
import dev.triptych.models.torch.Torch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTest {
  private static int[] everyLevel() {
    int[] levels = new int[3 * 16 * 16];
    Arrays.setAll(levels, i -> (i * 7 + i / 3) % 256);
    return levels;
  }

  @Test
  void mirrorsRowByRowAndChannelByChannel() {
    int[] levels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};
    Image image = Image.ofLevels(levels, 3, 2, Range.SIGNED);

    assertThat(image.mirrored().levels())
        .containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3, 16, 17, 18, 13, 14, 15, 10, 11, 12);
    assertThat(image.mirrored().mirrored().values()).isEqualTo(image.values());
  }

  @ParameterizedTest
  @EnumSource
  void keepsEveryLevelThroughValuesAndPng(Range range) throws IOException {
    Image image = Image.ofLevels(everyLevel(), 16, 16, range);
    byte[] png = Png.encode(image.toBufferedImage());
    Image back = Image.of(Png.decode(png).orElseThrow(), range);
    assertThat(image.levels()).isEqualTo(everyLevel());
    assertThat(back.values()).isEqualTo(image.values());
    assertThat(back.rounded().values()).isEqualTo(image.values());
    assertThat(Png.encode(back.toBufferedImage())).isEqualTo(png);
  }

  @Test
  void encodesAsAnOpaquePictureOfThreeChannelsWould() throws IOException {
    int[] levels = everyLevel();
    BufferedImage expected = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      expected.setRGB(
          i % 16, i / 16, levels[3 * i] << 16 | levels[3 * i + 1] << 8 | levels[3 * i + 2]);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(expected, "png", png);
    assertThat(Png.encode(Image.ofLevels(levels, 16, 16, Range.SIGNED).toBufferedImage()))
        .isEqualTo(png.toByteArray());
  }

  @Test
  void cutsAndRoundsInItsOwnRange() {
    float[] values = {-3, -1, 0, .5f, 1, 7};
    assertThat(Image.of(values, 2, 1, Range.SIGNED).levels())
        .containsExactly(0, 128, 255, 0, 191, 255);
    assertThat(Image.of(values, 2, 1, Range.UNIT).levels()).containsExactly(0, 0, 255, 0, 128, 255);
  }

  @Test
  void needNotBeSquare() {
    BufferedImage wide = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    wide.setRGB(2, 0, 0xff8000);
    wide.setRGB(0, 1, 0x0000ff);
    Image image = Image.of(wide, Range.UNIT);
    assertThat(image.width()).isEqualTo(3);
    assertThat(image.height()).isEqualTo(2);
    assertThat(image.values())
        .containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 128 / 255f, 0, 0, 0, 0, 0, 0, 1, 0, 0);
    assertThat(image.toBufferedImage().getRGB(2, 0)).isEqualTo(0xffff8000);
    assertThat(image.toBufferedImage().getRGB(0, 1)).isEqualTo(0xff0000ff);
  }

  @Test
  void readsPicturesThatAreNotStoredAsRedGreenBlue() {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 255);
    assertThat(Image.of(grey, Range.SIGNED).values()).containsExactly(1, 1, 1);
  }

  @Test
  void givesNetworksTheirRangeWhateverItsOwn() {
    float[] unit = {0, .25f, 1, 0, .5f, 1};
    try (NDManager manager = Torch.newManager()) {
      NDArray array = Image.of(unit, 1, 2, Range.UNIT).toArray(manager);
      assertThat(array.getShape()).isEqualTo(new Shape(1, 3, 2, 1));
      assertThat(array.toFloatArray()).containsExactly(-1, -.5f, 1, -1, 0, 1);
      assertThat(Image.of(array).toArray(manager)).isEqualTo(array);
    }
  }

  @Test
  void takesABatchApartAndPutsItTogether() {
    try (NDManager manager = Torch.newManager()) {
      NDArray batch = manager.arange(0f, 36f, 1f).div(36).reshape(2, 3, 2, 3);
      List<Image> pictures = Image.all(batch);
      assertThat(pictures).hasSize(2);
      assertThat(pictures.get(1).width()).isEqualTo(3);
      assertThat(Image.batch(pictures, manager)).isEqualTo(batch);
      assertThatThrownBy(() -> Image.of(batch)).hasMessageContaining("(2, 3, 2, 3)");
      assertThatThrownBy(() -> Image.all(batch.reshape(3, 2, 2, 3))).hasMessageContaining("[n, 3");
    }
  }

  @Test
  void cutsTheMiddleOut() {
    float[] row = {1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 21, 22, 23, 24, 25};
    assertThat(Image.of(row, 5, 1, Range.UNIT).centre(1).values()).containsExactly(3, 13, 23);
    assertThat(Image.of(row, 1, 5, Range.UNIT).centre(1).values()).containsExactly(3, 13, 23);
  }

  @Test
  void refusesNumbersThatAreNoPicture() {
    assertThatThrownBy(() -> Image.of(new float[12], 3, 3, Range.UNIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 x 3 pixels has 27 numbers, not 12");
    assertThatThrownBy(() -> Image.of(new float[0], 0, 5, Range.SIGNED))
        .isInstanceOf(IllegalArgumentException.class);
    try (NDManager manager = Torch.newManager()) {
      Image small = Image.of(new float[3], 1, 1, Range.UNIT);
      Image wide = Image.of(new float[6], 2, 1, Range.UNIT);
      assertThatThrownBy(() -> Image.batch(List.of(small, wide), manager))
          .hasMessageContaining("1 x 1 and of 2 x 1");
      assertThatThrownBy(() -> Image.batch(List.of(), manager)).hasMessageContaining("a picture");
    }
  }

  @Test
  void doesNotSeeLaterChangesOfTheNumbers() {
    float[] values = {0, 0, 0};
    Image image = Image.of(values, 1, 1, Range.UNIT);
    values[0] = 1;
    image.values()[1] = 1;
    assertThat(image.values()).containsExactly(0, 0, 0);
  }

  @Test
  void tellsWhatIsNoPicture() throws IOException {
    assertThat(Png.decode("not a picture".getBytes(StandardCharsets.UTF_8))).isEmpty();
    byte[] png = Png.encode(Image.ofLevels(everyLevel(), 16, 16, Range.UNIT).toBufferedImage());
    byte[] half = Arrays.copyOf(png, png.length / 2);
    assertThatThrownBy(() -> Png.decode(half)).isInstanceOf(IOException.class);
  }
}
