package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationsTest {
  private final SpecLoader loader = SmallSpec.loader();

  @Test
  void whatIsRecommendedGivesWayToWhatTheUserWrote() throws SpecException {
    ResolvedSpec inFile =
        loader.resolve("a.yaml", SmallSpec.TEXT + "i2t: {fineTuning: {steps: 1}}\n", List.of());
    ResolvedSpec inOption =
        loader.resolve(
            "a.yaml", SmallSpec.TEXT, List.of("i2t.pretraining.steps=7", "edit.tau=0.8"));
    ResolvedSpec otherWay =
        loader.resolve("a.yaml", SmallSpec.TEXT, List.of("i2t.fineTuning.warmUpSteps=900"));

    assertThat(inFile.spec().i2t().fineTuning().warmUpSteps()).isEqualTo(1);
    assertThat(inFile.adjustments())
        .extracting(Adjustment::message)
        .containsExactly(
            "i2t.fineTuning.warmUpSteps is 1 instead of 20 (the recommendations of mannequin-64),"
                + " to go with i2t.fineTuning.steps");
    assertThat(inOption.spec().i2t().pretraining().warmUpSteps()).isEqualTo(7);
    assertThat(inOption.spec().i2t().fineTuning().warmUpSteps()).isEqualTo(20);
    assertThat(otherWay.spec().i2t().fineTuning().steps()).isEqualTo(900);
    assertThat(otherWay.tree().at("/i2t/fineTuning/steps").asInt()).isEqualTo(900);
  }

  @Test
  void whatIsRecommendedGivesWayToAVariantInThatVariant() throws SpecException {
    String text =
        SmallSpec.TEXT + "variants: [ours, {name: short, set: {i2t.fineTuning.steps: 5}}]\n";

    ResolvedSpec resolved = loader.resolve("a.yaml", text, List.of());

    ExperimentSpec spec = resolved.spec();
    Variant shorter = spec.variants().get(1);
    assertThat(spec.settings(shorter).i2t().fineTuning().warmUpSteps()).isEqualTo(5);
    assertThat(spec.settings(Variant.OURS).i2t().fineTuning().warmUpSteps()).isEqualTo(20);
    assertThat(resolved.adjustments())
        .extracting(Adjustment::message)
        .containsExactly(
            "variants[1].set.i2t.fineTuning.warmUpSteps is 5 instead of 20 (the recommendations of"
                + " mannequin-64), to go with variants[1].set.i2t.fineTuning.steps");
  }

  @Test
  void whatTheUserWroteGivesWayToNothing() {
    assertThatThrownBy(
            () ->
                loader.resolve(
                    "a.yaml",
                    SmallSpec.TEXT + "i2t: {fineTuning: {warmUpSteps: 5}}\n",
                    List.of("i2t.fineTuning.steps=3")))
        .hasMessageContaining(
            "a.yaml:4:33: i2t.fineTuning.warmUpSteps must be between 0 and 3, but is 5");
    assertThatThrownBy(
            () -> loader.resolve("a.yaml", SmallSpec.TEXT, List.of("i2t.fineTuning.steps=0")))
        .hasMessage(
            """
            a.yaml has a problem:
              --set i2t.fineTuning.steps=0: i2t.fineTuning.steps must be between 1 and 100000000,\
             but is 0""");
  }
}
