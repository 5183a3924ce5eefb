package dev.triptych.worker.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.stage.Stage;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static Sample of(int size, long seed) {
    Sample sample = new Sample(size, seed);
    for (int i = 0; i < 100; i++) {
      sample.add(Stage.EDIT_VIEW, "edit " + i);
    }
    sample.add(Stage.FINE_TUNE, "training");
    sample.add(Stage.EVALUATE, "scores");
    sample.add(Stage.EVALUATE, "scores"); // cells share it
    return sample;
  }

  @Test
  void takesKindsInTurnsAndEqualStepsOnce() {
    assertThat(of(5, 0).drawn())
        .hasSize(5)
        .doesNotHaveDuplicates()
        .extracting(Sample.Drawn::stage)
        .containsExactlyInAnyOrder(
            Stage.FINE_TUNE, Stage.EVALUATE, Stage.EDIT_VIEW, Stage.EDIT_VIEW, Stage.EDIT_VIEW);
    assertThat(of(3, 0).drawn()).extracting(Sample.Drawn::stage).doesNotHaveDuplicates();
  }

  @Test
  void drawsByItsSeedAlone() {
    assertThat(of(4, 1).drawn()).isEqualTo(of(4, 1).drawn()).isNotEqualTo(of(4, 2).drawn());
  }

  @Test
  void drawsNoMoreThanThereIs() {
    assertThat(of(1000, 0).drawn()).hasSize(102);
    assertThat(of(0, 0).drawn()).isEmpty();
  }
}
