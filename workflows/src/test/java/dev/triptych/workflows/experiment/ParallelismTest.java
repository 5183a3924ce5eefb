package dev.triptych.workflows.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelismTest {
  private static final ExperimentSpec PAPER = // 101 views and 16 to score by
      ExperimentSpec.paper("paper", "none", List.of("an elf"));

  @Test
  void oneDatasetAtATimeKeepsFewSlotsBusy() {
    assertThat(Parallelism.forSlots(2).forDatasetsOf(PAPER)).isEqualTo(Parallelism.forSlots(2));
    Parallelism most = Parallelism.forSlots(58).forDatasetsOf(PAPER);
    assertThat(most.datasets()).as("of 117 steps, for 116").isOne();
  }

  @Test
  void severalDatasetsKeepManySlotsBusy() {
    Parallelism single = Parallelism.forSlots(100).forDatasetsOf(PAPER);
    assertThat(single.datasets()).as("of 117 steps, for 200").isEqualTo(2);
    Parallelism together = Parallelism.forSlots(100).withViewsPerStep(8).forDatasetsOf(PAPER);
    assertThat(together.datasets()).as("of 15 steps, for 200").isEqualTo(14);
    assertThat(together.edits()).isEqualTo(200);
    assertThat(together.cells()).isEqualTo(101);
  }
}
