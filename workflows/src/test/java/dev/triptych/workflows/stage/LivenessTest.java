package dev.triptych.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LivenessTest {
  @Test
  void letsFourBeatsInARowBeLate() {
    assertThat(Liveness.TIMEOUT).isGreaterThan(Liveness.BEAT.multipliedBy(4));
    assertThat(Liveness.TIMEOUT).isEqualTo(Duration.ofSeconds(20)); // as stored histories have it
  }

  @Test
  void passesEveryBeatOn() {
    assertThat(Liveness.LOOK).isLessThan(Liveness.BEAT);
  }

  @Test
  void takesAClaimForLostWhenTemporalTakesAStepForLost() {
    assertThat(Liveness.LOOK.multipliedBy(Liveness.SILENT_LOOKS)).isEqualTo(Liveness.TIMEOUT);
  }

  static Stream<ActivityOptions> steps() {
    return Stream.of(
        StepOptions.inference(),
        StepOptions.edit(1),
        StepOptions.training(),
        StepOptions.bookkeeping());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void boundsTheSilenceOfEveryStep(ActivityOptions options) {
    assertThat(options.getHeartbeatTimeout()).isEqualTo(Liveness.TIMEOUT);
  }
}
