package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> WORDS = List.of("truncationPsi", "seed", "no-pretraining");

  @Test
  void findsSlipsAndOtherSpellings() {
    assertThat(Suggestion.nearest("trunctionPsi", WORDS)).hasValue("truncationPsi");
    assertThat(Suggestion.nearest("truncation_psi", WORDS)).hasValue("truncationPsi");
    assertThat(Suggestion.nearest("sede", WORDS)).hasValue("seed");
    assertThat(Suggestion.nearest("No Pretraining", WORDS)).hasValue("no-pretraining");
  }

  @Test
  void isSilentAboutStrangers() {
    assertThat(Suggestion.nearest("colour", WORDS)).isEmpty();
    assertThat(Suggestion.nearest("", WORDS)).isEmpty();
  }

  @Test
  void countsASwapAsOneSlip() {
    assertThat(Suggestion.distance("smapler", "sampler")).isEqualTo(1);
    assertThat(Suggestion.distance("abc", "")).isEqualTo(3);
  }
}
