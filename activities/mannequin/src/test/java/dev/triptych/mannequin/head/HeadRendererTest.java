package dev.triptych.mannequin.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.mannequin.appearance.Identity;
import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.NamedStyle;
import dev.triptych.mannequin.appearance.Paint;
import dev.triptych.mannequin.appearance.Rgb;
import dev.triptych.mannequin.appearance.Trait;
import dev.triptych.models.noise.CounterNoise;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HeadRendererTest {
  private static final int SIZE = 64;

  @Test
  void showsAHeadOnWhite() {
    float[] image = HeadRenderer.render(Look.usual(), null, 0, 0, SIZE);
    assertThat(rgb(image, 0, 0)).containsExactly(1, 1, 1);
    assertThat(rgb(image, 0, 63)).containsExactly(1, 1, 1);
    assertThat(rgb(image, 30, 2)).containsExactly(1, 1, 1);
    float[] forehead = rgb(image, 24, 32);
    assertThat(forehead[0]).isGreaterThan(forehead[1] + .08f);
    assertThat(forehead[1]).isGreaterThan(forehead[2] + .05f);
    for (float value : image) {
      assertThat(value).isBetween(0f, 1.00001f);
    }
  }

  @Test
  void turnsTheOtherWayWhenTheCameraIsMirrored() {
    float[] right = HeadRenderer.render(person(2), null, 10, 25, SIZE);
    float[] left = HeadRenderer.render(person(2), null, 10, -25, SIZE);
    float[] mirrored = new float[right.length];
    for (int i = 0; i < right.length; i++) {
      mirrored[i - i % SIZE + SIZE - 1 - i % SIZE] = right[i];
    }
    // Rounding decides here and there whether a pixel needs two rays or four.
    assertThat(difference(left, mirrored)).isLessThan(.0003);
    assertThat(difference(left, right)).isGreaterThan(.02);
  }

  @Test
  void seesMoreOfTheCrownFromAboveAndMoreOfTheChinFromBelow() {
    Look look = person(2).with(Paint.HAIR, new Rgb(0, 0, 1)).with(Trait.BALDNESS, 0);
    Predicate<float[]> blue = p -> p[2] > p[0] + .15f && p[2] > p[1] + .15f;
    look = look.with(Paint.SHIRT, new Rgb(.6f, .6f, .6f)).with(Trait.HAIR_LENGTH, 0);
    long above = count(HeadRenderer.render(look, null, 25, 0, SIZE), blue);
    long below = count(HeadRenderer.render(look, null, -25, 0, SIZE), blue);
    assertThat(above).isGreaterThan(below + 50);
  }

  @Test
  void putsTheCameraAtPositiveXForPositiveYaw() {
    float[] origin = new HeadCamera(0, 90).origin();
    assertThat(origin[0]).isCloseTo(HeadCamera.RADIUS, within(1e-5f));
    assertThat(new HeadCamera(30, 0).origin()[1]).isCloseTo(1.35f, within(1e-5f));
    // The patch is over the eye at +x: from the front, which is our right, it is on the right side.
    float[] pirate = HeadRenderer.render(person(1), NamedStyle.of("pirate"), 0, 0, SIZE);
    float[] plain = HeadRenderer.render(person(1), null, 0, 0, SIZE);
    int leftChange = 0;
    int rightChange = 0;
    for (int row = 32; row < 36; row++) {
      for (int column = 22; column < 42; column++) {
        float change = Math.abs(rgb(pirate, row, column)[0] - rgb(plain, row, column)[0]);
        if (change > .3f) {
          if (column < 32) {
            leftChange++;
          } else {
            rightChange++;
          }
        }
      }
    }
    assertThat(rightChange).isGreaterThan(leftChange + 5);
  }

  @Test
  void anImageOfTwiceTheSizeShowsTheSame() {
    float[] small = HeadRenderer.render(person(4), null, -10, 15, 32);
    float[] large = HeadRenderer.render(person(4), null, -10, 15, SIZE);
    float[] halved = new float[small.length];
    for (int i = 0; i < large.length; i++) {
      int row = i / SIZE; // of all channels
      halved[row / 2 * 32 + i % SIZE / 2] += large[i] / 4;
    }
    assertThat(difference(small, halved)).isLessThan(.012);
  }

  @Test
  void refusesAnEmptyPicture() {
    assertThatThrownBy(() -> HeadRenderer.render(Look.usual(), null, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] rgb(float[] image, int row, int column) {
    int at = row * SIZE + column;
    return new float[] {image[at], image[SIZE * SIZE + at], image[2 * SIZE * SIZE + at]};
  }

  private static long count(float[] image, Predicate<float[]> wanted) {
    long count = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (wanted.test(rgb(image, i / SIZE, i % SIZE))) {
        count++;
      }
    }
    return count;
  }

  private static double difference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static Look person(int index) {
    return Look.ofLatent(new CounterNoise(11).gaussian(index, Identity.LATENT_SIZE));
  }
}
