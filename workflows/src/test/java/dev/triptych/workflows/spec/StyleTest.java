package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
  void aNounIsTheStyleWithoutItsArticle() {
    assertThat(Style.noun("an elf")).isEqualTo("elf");
    assertThat(Style.noun("The Hulk")).isEqualTo("Hulk");
    assertThat(Style.noun("anime")).isEqualTo("anime");
  }

  @Test
  void aCaptionTakesEitherForm() {
    EvaluationSpec paper = EvaluationSpec.paper();
    assertThat(paper.caption("an elf")).isEqualTo("a elf face"); // as the paper writes it
    assertThat(new EvaluationSpec(paper.views(), "a face of {t}", "a face").caption("an elf"))
        .isEqualTo("a face of an elf");
  }
}
