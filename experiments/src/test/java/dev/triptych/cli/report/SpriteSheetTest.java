package dev.triptych.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.images.Png;
import dev.triptych.workflows.spec.ViewAngle;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpriteSheetTest {
  private static final Color[] COLOURS = {Color.RED, Color.GREEN, Color.BLUE};

  @Test
  void keepsSmallPicturesAsTheyAre() throws IOException {
    SpriteSheet sheet = sheet(64);

    assertThat(sheet.type()).isEqualTo("png");
    assertThat(sheet.tile()).isEqualTo(64);
    assertThat(sheet.columns()).isEqualTo(2);
    assertThat(sheet.poses())
        .containsExactly(new double[] {0, 0}, new double[] {0, 10}, new double[] {0, 20});
    BufferedImage picture = Png.decode(sheet.content()).orElseThrow();
    for (int i = 0; i < COLOURS.length; i++) {
      assertThat(new Color(picture.getRGB(i % 2 * 64 + 1, i / 2 * 64 + 1))).isEqualTo(COLOURS[i]);
    }
  }

  @Test
  void scalesPhotosToWhatAPageShows() throws IOException {
    SpriteSheet sheet = sheet(1024);

    assertThat(sheet.type()).isEqualTo("jpg");
    assertThat(sheet.tile()).isEqualTo(256);
    BufferedImage picture = Png.decode(sheet.content()).orElseThrow();
    assertThat(picture.getWidth()).isEqualTo(512);
    for (int i = 0; i < COLOURS.length; i++) {
      Color shown = new Color(picture.getRGB(i % 2 * 256 + 128, i / 2 * 256 + 128));
      assertThat(shown.getRed()).isCloseTo(COLOURS[i].getRed(), within(12));
      assertThat(shown.getGreen()).isCloseTo(COLOURS[i].getGreen(), within(12));
      assertThat(shown.getBlue()).isCloseTo(COLOURS[i].getBlue(), within(12));
    }
  }

  private static SpriteSheet sheet(int side) {
    Map<ViewAngle, Color> views = new LinkedHashMap<>();
    for (int i = 0; i < COLOURS.length; i++) {
      views.put(new ViewAngle(0, 10 * i), COLOURS[i]);
    }
    return SpriteSheet.of(views, colour -> picture(side, colour));
  }

  private static byte[] picture(int side, Color colour) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, side, side);
    graphics.dispose();
    return Png.encode(picture);
  }
}
