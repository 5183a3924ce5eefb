package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StyleTest {
  @Test
  void aSlugIsAFileName() {
    assertThat(Style.slug("a bronze statue")).isEqualTo("a-bronze-statue");
    assertThat(Style.slug(" Na'vi, from \"Avatar\"! ")).isEqualTo("na-vi-from-avatar");
    assertThat(Style.slug("精灵")).isEqualTo("精灵");
    assertThat(Style.slug("../..")).isEmpty();
    assertThat(Style.slug("x".repeat(59) + " y z")).hasSize(59);
  }

  @Test
  void aSlugKeepsMarksOnLettersAndNoneElse() {
    assertThat(Style.slug("राजा")).isEqualTo("राजा").isNotEqualTo(Style.slug("रोजा"));
    assertThat(Style.slug("ราชินี")).isEqualTo("ราชินี");
    assertThat(Style.slug("cafe\u0301")).isEqualTo("café");
    assertThat(Style.slug("an elf \u2764\uFE0F")).isEqualTo("an-elf");
    assertThat(Style.slug("\u0301\u093E")).isEmpty();
  }

  @Test
  void aSlugIsCutBetweenCharacters() {
    for (String style :
        List.of("\uD840\uDC00".repeat(40), "x" + "\uD840\uDC00".repeat(40), "精".repeat(100))) {
      String slug = Style.slug(style);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(slug)).as(slug).isTrue();
      assertThat(slug).hasSizeBetween(59, 60);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"精", "\uD840\uDC00", "x", "ा"})
  void theLongestCellIsAFileName(String character) {
    String style = "अ" + character.repeat(100);
    ExperimentSpec spec = ExperimentSpec.paper("n", "mannequin-64", List.of(style, style + "!"));
    for (Cell cell : spec.cells()) {
      Cell longest =
          new Cell(style, Variant.NO_DENSITY_REGULARISATION, Long.MIN_VALUE, cell.styleSlug());
      assertThat((longest.slug() + ".json").getBytes(StandardCharsets.UTF_8))
          .hasSizeLessThanOrEqualTo(255);
    }
  }

  @Test
  void aNounIsTheStyleWithoutItsArticle() {
    assertThat(Style.noun("an elf")).isEqualTo("elf");
    assertThat(Style.noun("The Hulk")).isEqualTo("Hulk");
    assertThat(Style.noun("anime")).isEqualTo("anime");
  }

  @Test
  void aCaptionTakesEitherForm() {
    EvaluationSpec paper = EvaluationSpec.paper();
    assertThat(paper.caption("an elf")).isEqualTo("a elf face"); // as the paper writes it
    assertThat(
            new EvaluationSpec(
                    paper.views(), "a face of {t}", "a face", Precision.FP32, paper.scored())
                .caption("an elf"))
        .isEqualTo("a face of an elf");
  }
}
