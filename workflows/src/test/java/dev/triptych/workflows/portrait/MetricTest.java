package dev.triptych.workflows.portrait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void keepsTheNamesUnderWhichScoresAreKept() {
    assertThat(
            List.of(
                Metric.CLIP_SCORE,
                Metric.CLIP_SCORE_EDITS,
                Metric.CLIP_SCORE_BEFORE,
                Metric.CLIP_DIRECTIONAL))
        .extracting(Metric::slug)
        .containsExactly("clip_score", "clip_score_edits", "clip_score_before", "clip_directional");
    assertThat(Arrays.stream(Metric.values()).map(Metric::slug)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Metric.values()).map(Metric::title)).doesNotHaveDuplicates();
  }

  @Test
  void everyMeasureIsTakenOfThePortrait() {
    assertThat(Measure.values())
        .allSatisfy(
            measure -> {
              assertThat(Metric.find(measure, Metric.Of.PORTRAIT).orElseThrow().reference())
                  .isNull();
              assertThat(measure.definition()).isNotBlank().doesNotEndWith(".");
              assertThat(measure.source()).isNotBlank();
            });
    assertThat(Metric.FACE_SCORE_EDITS.reference()).isEqualTo(Metric.FACE_SCORE);
    assertThat(Metric.CLIP_SCORE_BEFORE.isStartOf(Metric.CLIP_SCORE)).isTrue();
    assertThat(Metric.CLIP_SCORE_EDITS.isStartOf(Metric.CLIP_SCORE)).isFalse();
  }

  @Test
  void hasNoMetricThatSaysNothing() {
    assertThat(Metric.find(Measure.LPIPS_TO_TRUTH, Metric.Of.TRUTH))
        .as("pictures are no distance from themselves")
        .isEmpty();
  }

  @Test
  void keepsTheOrderOfTables() {
    MeanStd any = new MeanStd(.5, .1);

    assertThat(
            Metric.among(
                Map.of("surface_roughness", any, "clip_score_truth", any, "clip_score", any)))
        .containsExactly(Metric.CLIP_SCORE, Metric.CLIP_SCORE_TRUTH, Metric.SURFACE_ROUGHNESS);
  }
}
