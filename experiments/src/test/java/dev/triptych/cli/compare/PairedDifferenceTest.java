package dev.triptych.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  @Test
  void hasTheIntervalOfTheBootstrapThatCanBeCountedOut() {
    // Two pairs: means of resamples are 0, 1, 2 with shares 1/4, 1/2, 1/4.
    PairedDifference difference = PairedDifference.of(0, 2);

    assertThat(difference.mean()).isEqualTo(1);
    assertThat(difference.low()).isEqualTo(0);
    assertThat(difference.high()).isEqualTo(2);
  }

  @Test
  void narrowsAsTheNormalDistributionHasItForManyPairs() {
    double[] differences = new double[400];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = .5 + (i % 2 == 0 ? 1 : -1); // standard deviation 1
    }

    PairedDifference difference = PairedDifference.of(differences);

    assertThat(difference.low()).isCloseTo(.5 - 1.96 / 20, within(.01));
    assertThat(difference.high()).isCloseTo(.5 + 1.96 / 20, within(.01));
    assertThat(difference.undecided()).isFalse();
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(PairedDifference.of(1, 2, 5, -3)).isEqualTo(PairedDifference.of(1, 2, 5, -3));
  }

  @Test
  void leavesOpenWhatASinglePairCannotTell() {
    PairedDifference difference = PairedDifference.of(.25);

    assertThat(difference.mean()).isEqualTo(.25);
    assertThat(difference.low()).isNull();
    assertThat(difference.undecided()).isFalse();
  }

  @Test
  void estimatesWithTheSamplesStandardDeviation() {
    Estimate estimate = Estimate.of(1, 2, 3, 4);

    assertThat(estimate.mean()).isEqualTo(2.5);
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(5. / 3 / 4), within(1e-12));
    assertThat(Estimate.of(7).standardError()).isNull();
  }
}
