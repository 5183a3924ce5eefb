package dev.triptych.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrainingEtaTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void extrapolatesTheRecentPace() {
    TrainingEta eta = new TrainingEta();
    eta.update(START, 0);
    eta.update(START.plusSeconds(1), 0.5); // kept stages
    for (int second = 1; second <= 200; second++) {
      eta.update(START.plusSeconds(second), 0.5 + 0.001 * second);
    }

    assertThat(eta.remaining()).hasValue(Duration.ofSeconds(300));
  }

  @Test
  void isSilentWhileThereIsTooLittleToTell() {
    TrainingEta eta = new TrainingEta();
    assertThat(eta.remaining()).isEmpty();
    eta.update(START, 0.1);
    eta.update(START.plusSeconds(2), 0.2);
    assertThat(eta.remaining()).isEmpty();
    eta.update(START.plusSeconds(60), 0.1);
    assertThat(eta.remaining()).isEmpty();
  }
}
