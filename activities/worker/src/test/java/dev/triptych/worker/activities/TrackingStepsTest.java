package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TrackingStepsTest {
  @Test
  void addsUpSecondsAlikeInWhicheverOrderStepsEnd() {
    List<StageRecord> edits =
        new ArrayList<>(
            DoubleStream.of(0.1, 0.2, 0.3, 1e9)
                .mapToObj(
                    seconds ->
                        new StageRecord(
                            Stage.EDIT_VIEW, "key", State.DONE, false, seconds, List.of(), null))
                .toList());
    var first = TrackingSteps.seconds(edits);

    Collections.reverse(edits);

    assertThat(TrackingSteps.seconds(edits)).isEqualTo(first).containsOnlyKeys("seconds/edit-view");
  }
}
