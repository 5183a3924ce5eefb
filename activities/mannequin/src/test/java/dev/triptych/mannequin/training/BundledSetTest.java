package dev.triptych.mannequin.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.models.priors.PriorSet;
import org.junit.jupiter.api.Test;

class BundledSetTest {
  private final PriorSet set = PriorSet.find(MannequinTraining.SET, null);

  /** Every stage of every run that was made with the set is keyed by it. */
  @Test
  void keepsItsDigest() {
    assertThat(set.digest())
        .isEqualTo("ac39be704e6eabd4255847358abd8dcfbfa94a271972e3d7b0af4cdb1832d069");
  }

  @Test
  void isWhole() {
    assertThat(PriorSet.bundled()).containsExactly(MannequinTraining.SET);
    assertThat(set.name()).isEqualTo(MannequinTraining.SET);
    assertThat(set.problems()).isEmpty();
  }

  /** Small networks on drawn heads: their scores have another scale than the paper's. */
  @Test
  void doesNotCompareWithThePaper() {
    assertThat(set.manifest().comparableWithPaper()).isFalse();
  }
}
