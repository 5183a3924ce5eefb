package dev.triptych.models.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FiniteTest {
  @Test
  void givesNumbersBack() {
    float[] values = {0, -0f, Float.MAX_VALUE, Float.MIN_VALUE};
    assertThat(Finite.require(values, "values")).isSameAs(values);
    assertThat(Finite.require(-1e308, "value")).isEqualTo(-1e308);
    assertThat(Finite.require(new float[0], "nothing")).isEmpty();
  }

  @Test
  void saysWhichIsNoneAndWhatItIsInstead() {
    assertThatThrownBy(() -> Finite.require(Double.NaN, "the score"))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("the score is NaN");
    assertThatThrownBy(() -> Finite.require(Float.NEGATIVE_INFINITY, "the loss"))
        .hasMessage("the loss is minus infinite");
    assertThatThrownBy(
            () -> Finite.require(new float[] {1, Float.POSITIVE_INFINITY, Float.NaN}, "scores"))
        .hasMessage("scores: number 2 of 3 is infinite");
  }
}
