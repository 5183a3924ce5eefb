package dev.triptych.mannequin.appearance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.triptych.mannequin.appearance.Identity.Attribute;
import dev.triptych.mannequin.head.HeadRenderer;
import dev.triptych.models.noise.CounterNoise;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void readsLevelsFromTheNormalDistributionFunction() {
    float[] latent = new float[64];
    latent[Attribute.SKIN_TONE.index()] = 1;
    latent[Attribute.HAIR_HUE.index()] = -1;
    latent[20] = (float) Math.sqrt(62); // root mean square 1: nothing is scaled
    Identity identity = Identity.ofLatent(latent);
    assertThat(identity.level(Attribute.SKIN_TONE)).isCloseTo(.841345f, within(2e-6f));
    assertThat(identity.level(Attribute.HAIR_HUE)).isCloseTo(.158655f, within(2e-6f));
    assertThat(identity.level(Attribute.JAW)).isCloseTo(.5f, within(1e-6f));
  }

  @Test
  void seesOnlyTheDirectionOfALatent() {
    float[] latent = new CounterNoise(1).gaussian(0, 64);
    float[] longer = new float[64];
    for (int i = 0; i < 64; i++) {
      longer[i] = 3 * latent[i];
    }
    float[] levels = Identity.ofLatent(latent).levels();
    float[] same = Identity.ofLatent(longer).levels();
    for (int i = 0; i < levels.length; i++) {
      assertThat(same[i]).isCloseTo(levels[i], within(1e-5f));
    }
    assertThatThrownBy(() -> Identity.ofLatent(new float[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64");
  }

  @Test
  void identitiesLookDifferent() {
    CounterNoise noise = new CounterNoise(2);
    float[] first = HeadRenderer.render(Look.ofLatent(noise.gaussian(0, 64)), null, 0, 0, 64);
    float[] second = HeadRenderer.render(Look.ofLatent(noise.gaussian(1, 64)), null, 0, 0, 64);
    int different = 0;
    for (int i = 0; i < first.length; i++) {
      if (Math.abs(first[i] - second[i]) > .05f) {
        different++;
      }
    }
    assertThat(different).isGreaterThan(1500);
  }

  @Test
  void hairHueChangesSmoothlyAlongItsAxis() {
    Rgb before = hairAt(-3);
    for (float z = -2.9f; z < 3; z += .1f) {
      Rgb hair = hairAt(z);
      float step =
          Math.abs(hair.red() - before.red())
              + Math.abs(hair.green() - before.green())
              + Math.abs(hair.blue() - before.blue());
      assertThat(step).isLessThan(.36f);
      before = hair;
    }
  }

  private static Rgb hairAt(float z) {
    float[] latent = new float[64];
    latent[Attribute.HAIR_HUE.index()] = z;
    latent[20] = (float) Math.sqrt(64 - z * z);
    return Look.ofLatent(latent).get(Paint.HAIR);
  }

  @Test
  void aFlatLookHoldsEveryTraitAndPaint() {
    Look look = Look.usual().with(Trait.SMILE, .7f).with(Paint.IRIS, new Rgb(.1f, .2f, .3f));
    assertThat(look.toArray()).hasSize(Look.SIZE).contains(.7f, .1f, .2f, .3f);
    assertThat(look.get(Trait.SMILE)).isEqualTo(.7f);
    assertThat(look.get(Paint.IRIS)).isEqualTo(new Rgb(.1f, .2f, .3f));
    assertThat(Look.usual().get(Trait.SMILE)).isZero();
  }
}
