package dev.triptych.mannequin.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.mannequin.head.HeadRenderer;
import dev.triptych.models.noise.CounterNoise;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StylesTest {
  private static final int SIZE = 64;
  private static final Look PERSON =
      Look.ofLatent(new CounterNoise(5).gaussian(1, Identity.LATENT_SIZE));

  @Test
  void knowsTwentySixStyles() {
    assertThat(Styles.all()).hasSize(26).extracting(Style::slug).doesNotHaveDuplicates();
    assertThat(NamedStyle.of("navi").phrase()).isEqualTo("a na'vi from avatar");
    assertThat(Styles.index(NamedStyle.of("elf"))).isZero();
  }

  @ParameterizedTest
  @MethodSource("dev.triptych.mannequin.appearance.Styles#all")
  void everyStyleShows(Style style) {
    float[] plain = HeadRenderer.render(PERSON, null, 0, 0, SIZE);
    float[] styled = HeadRenderer.render(PERSON, style, 0, 0, SIZE);
    double sum = 0;
    for (int i = 0; i < plain.length; i++) {
      sum += Math.abs(plain[i] - styled[i]);
    }
    assertThat(sum / plain.length).isGreaterThan(.01);
  }

  /** Hue by name: at least so many of 4096 pixels. */
  @ParameterizedTest
  @CsvSource({
    "hulk,GREEN,400",
    "navi,BLUE,300",
    "devil,RED,250",
    "wizard,PURPLE,250",
    "santa,RED,250",
    "king,YELLOW,90",
    "joker,GREEN,250",
    "gold,YELLOW,500",
    "clown,ORANGE,350",
    "pirate,BLACK,250",
    "sketch,GREY,600"
  })
  void aStyleBringsItsColour(String slug, Hue hue, int pixels) {
    Look neutral = PERSON.with(Paint.SHIRT, new Rgb(.4f, .4f, .4f));
    long before = hue.count(HeadRenderer.render(neutral, null, 0, 0, SIZE));
    Style style = NamedStyle.of(slug);
    long after = hue.count(HeadRenderer.render(neutral, style, 0, 0, SIZE));
    assertThat(after - before).isGreaterThan(pixels);
  }

  @Test
  void onlyThePirateIsLopsided() {
    assertThat(Styles.all().stream().filter(style -> !style.mirrorable()))
        .extracting(Style::slug)
        .containsExactly("pirate");
  }

  private enum Hue {
    GREEN(p -> p[1] > p[0] + .1f && p[1] > p[2] + .1f),
    BLUE(p -> p[2] > p[0] + .15f && p[2] > p[1] + .1f),
    RED(p -> p[0] > 2.5f * p[1] && p[0] > 2.5f * p[2] && p[0] > .3f),
    PURPLE(p -> p[2] > p[1] + .15f && p[0] > p[1] + .08f),
    YELLOW(p -> p[0] > p[2] + .35f && p[1] > p[2] + .22f),
    ORANGE(p -> p[0] > p[1] + .3f && p[1] > p[2] + .05f),
    BLACK(p -> Math.max(p[0], Math.max(p[1], p[2])) < .18f),
    GREY(
        p ->
            Math.abs(p[0] - p[1]) < .02f
                && Math.abs(p[1] - p[2]) < .02f
                && p[0] < .97f
                && p[0] > .2f);

    private final Predicate<float[]> matches;

    Hue(Predicate<float[]> matches) {
      this.matches = matches;
    }

    long count(float[] image) {
      long count = 0;
      int plane = SIZE * SIZE;
      for (int i = 0; i < plane; i++) {
        if (matches.test(new float[] {image[i], image[plane + i], image[2 * plane + i]})) {
          count++;
        }
      }
      return count;
    }
  }
}
