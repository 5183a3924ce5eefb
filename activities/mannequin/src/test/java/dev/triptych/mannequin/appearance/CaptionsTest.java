package dev.triptych.mannequin.appearance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.mannequin.appearance.Identity.Attribute;
import dev.triptych.models.noise.CounterNoise;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptionsTest {
  @Test
  void everyCaptionIsInTheCorpus() {
    List<String> corpus = Captions.corpus();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      Style style = Styles.all().get(i % Styles.all().size());
      Identity identity = identity(new CounterNoise(1).gaussian(i, 64));
      assertThat(corpus)
          .contains(
              Captions.styled(style, random),
              Captions.edit(style, random),
              Captions.plain(identity, random),
              Captions.spoilt(random));
    }
    assertThat(corpus)
        .doesNotHaveDuplicates()
        .contains(Captions.NEGATIVE, Captions.DECORATION)
        .allMatch(text -> text.equals(text.strip()) && !text.contains("  "));
  }

  @Test
  void namesTheStyleInEveryCaption() {
    Style wizard = NamedStyle.of("wizard");
    assertThat(Captions.styled(wizard))
        .contains("a face of a wizard")
        .allMatch(s -> s.contains("a wizard"));
    assertThat(Captions.edits(wizard))
        .contains("turn the head into a wizard, realistic, detail, 8k, photorealistic")
        .allMatch(s -> s.contains("a wizard"));
  }

  @Test
  void describesHairAndBeard() {
    float[] latent = new float[64];
    latent[Attribute.HAIR_HUE.index()] = -2.5f;
    latent[Attribute.HAIR_LENGTH.index()] = -2;
    latent[Attribute.BEARD.index()] = 2;
    latent[20] = (float) Math.sqrt(64 - 6.25 - 8);
    assertThat(Captions.describe(identity(latent)))
        .isEqualTo("a person with short black hair and a beard");
    latent[Attribute.HAIR_LENGTH.index()] = 2;
    assertThat(Captions.describe(identity(latent))).isEqualTo("a person with long black hair");
  }

  private static Identity identity(float[] latent) {
    return Identity.ofLatent(latent);
  }
}
