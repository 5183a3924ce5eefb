package dev.triptych.mannequin.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final float[] RED = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final float[] OVERFLOWING = {2, 2, 2, 2, -1, -1, -1, -1, .5f, .5f, .5f, .5f};

  @Test
  void laysPicturesOutRowByRow() {
    BufferedImage sheet = ContactSheet.of(List.of(RED, OVERFLOWING, RED), 2, 2, 3);
    assertThat(sheet.getWidth()).isEqualTo(16);
    assertThat(sheet.getHeight()).isEqualTo(16);
    assertThat(sheet.getRGB(5, 5)).isEqualTo(0xFFFF0000);
    assertThat(sheet.getRGB(8, 0)).isEqualTo(0xFFFF0080);
    assertThat(sheet.getRGB(0, 8)).isEqualTo(0xFFFF0000);
    assertThat(sheet.getRGB(8, 8)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  void refusesPicturesOfAnotherSize() {
    assertThatThrownBy(() -> ContactSheet.picture(RED, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("27");
  }
}
