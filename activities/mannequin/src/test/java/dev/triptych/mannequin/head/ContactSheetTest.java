package dev.triptych.mannequin.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.models.images.Image;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final Image RED = unit(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final Image OVERFLOWING = unit(2, 2, 2, 2, -1, -1, -1, -1, .5f, .5f, .5f, .5f);

  private static Image unit(float... values) {
    return Image.of(values, 2, 2, Image.Range.UNIT);
  }

  @Test
  void laysPicturesOutRowByRow() {
    BufferedImage sheet = ContactSheet.of(List.of(RED, OVERFLOWING, RED), 2, 3);
    assertThat(sheet.getWidth()).isEqualTo(16);
    assertThat(sheet.getHeight()).isEqualTo(16);
    assertThat(sheet.getRGB(5, 5)).isEqualTo(0xFFFF0000);
    assertThat(sheet.getRGB(8, 0)).isEqualTo(0xFFFF0080);
    assertThat(sheet.getRGB(0, 8)).isEqualTo(0xFFFF0000);
    assertThat(sheet.getRGB(8, 8)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  void refusesASheetOfNothing() {
    assertThatThrownBy(() -> ContactSheet.of(List.of(), 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 pictures");
  }
}
