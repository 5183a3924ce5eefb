package dev.triptych.mannequin.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftTest {
  @Test
  void exponentialIsTrueToFiveDigits() {
    for (float x = -60; x < 60; x += .37f) {
      assertThat(Soft.exp(x) / Math.exp(x)).isCloseTo(1, within(2e-5));
    }
    assertThat(Soft.exp(0)).isEqualTo(1);
    assertThat(Soft.exp(-1000)).isBetween(0f, 1e-30f);
  }

  @Test
  void blendedMinimumNeverExceedsTheSharpOne() {
    for (float a = -.1f; a < .1f; a += .007f) {
      assertThat(Soft.min(a, .01f, .05f)).isLessThanOrEqualTo(Math.min(a, .01f) + 1e-7f);
      assertThat(Soft.max(a, .01f, .05f)).isGreaterThanOrEqualTo(Math.max(a, .01f) - 1e-7f);
    }
  }

  @Test
  void waveRepeatsEveryTurn() {
    assertThat(Soft.wave(.25f)).isEqualTo(1);
    assertThat(Soft.wave(.75f)).isEqualTo(-1);
    assertThat(Soft.wave(-3.75f)).isEqualTo(Soft.wave(.25f));
  }
}
