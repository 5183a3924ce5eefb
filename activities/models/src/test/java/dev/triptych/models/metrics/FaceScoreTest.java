package dev.triptych.models.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.models.images.Image;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class FaceScoreTest {
  private static final int SIZE = 64;
  private static final Box FACE = new Box(.25, .25, .75, .75);

  /** Stripes of four pixels. */
  private static final DoubleBinaryOperator STRIPES = (row, column) -> column % 4 < 2 ? .3 : .7;

  @Test
  void aFaceIsItself() {
    assertThat(score(STRIPES, STRIPES)).isCloseTo(1, within(1e-9));
  }

  @Test
  void brightnessContrastAndShadingDoNotCount() {
    assertThat(score((r, c) -> .2 + .5 * STRIPES.applyAsDouble(r, c) + .004 * r, STRIPES))
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void theNegativeIsTheOpposite() {
    assertThat(score((r, c) -> 1 - STRIPES.applyAsDouble(r, c), STRIPES))
        .isCloseTo(-1, within(1e-9));
    assertThat(score((r, c) -> STRIPES.applyAsDouble(r, c + 2), STRIPES))
        .as("half a period aside")
        .isCloseTo(-1, within(1e-9));
  }

  @Test
  void aQuarterOfAPeriodAsideSaysNothing() {
    assertThat(score((r, c) -> STRIPES.applyAsDouble(r, c + 1), STRIPES)).isCloseTo(0, within(.02));
  }

  @Test
  void coloursWithoutAFaceAreWorthNothing() {
    assertThat(score((r, c) -> .5, STRIPES)).isZero();
  }

  @Test
  void whatIsOutsideTheBoxDoesNotCount() {
    DoubleBinaryOperator hat = (r, c) -> r < 10 ? .9 : STRIPES.applyAsDouble(r, c);

    assertThat(score(hat, STRIPES)).isCloseTo(1, within(1e-9));
  }

  @Test
  void luminanceIsThatOfBt601() {
    float[] red = new float[3 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      red[i] = i % 4 < 2 ? .2f : .8f;
      red[SIZE * SIZE + i] = i % 4 < 2 ? .8f : .2f; // green weighs more
    }
    Image picture = Image.of(red, SIZE, SIZE, Image.Range.UNIT);

    assertThat(FaceScore.of(picture, picture(STRIPES), FACE)).isCloseTo(-1, within(1e-6));
  }

  @Test
  void picturesOfOneSizeDifferByTheMeanOfTheirPixels() {
    assertThat(ColourDifference.of(picture((r, c) -> 0), picture((r, c) -> 1))).isEqualTo(1);
    assertThat(ColourDifference.of(picture((r, c) -> c < 16 ? .5 : 0), picture((r, c) -> 0)))
        .isEqualTo(.125);
    assertThat(ColourDifference.of(picture(STRIPES), picture(STRIPES))).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ColourDifference.of(picture(STRIPES), picture(STRIPES).shrunk(32)));
  }

  private static double score(DoubleBinaryOperator view, DoubleBinaryOperator truth) {
    return FaceScore.of(picture(view), picture(truth), FACE);
  }

  private static Image picture(DoubleBinaryOperator grey) {
    float[] values = new float[3 * SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      int pixel = i % (SIZE * SIZE);
      values[i] = (float) grey.applyAsDouble(pixel / SIZE, pixel % SIZE);
    }
    return Image.of(values, SIZE, SIZE, Image.Range.UNIT);
  }
}
