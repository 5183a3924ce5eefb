package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.triptych.cli.console.UserError;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrecisionCheckTest {
  private static final List<Device> PROCESSOR = List.of(Device.cpu(), Device.cpu());

  @Test
  void refusesFp16OnAProcessorAndNamesTheSetting() {
    assertThatThrownBy(() -> PrecisionCheck.check(specWith("edit.precision.vae"), PROCESSOR))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "edit.precision.vae of the variant half is fp16, which this processor does not compute:"
                + " it needs a GPU; set bf16 or fp32.");
  }

  @Test
  void leavesFp16ToGpusAndToWorkersElsewhere() {
    assertThatCode(() -> PrecisionCheck.check(specWith("evaluation.precision"), List.of()))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> PrecisionCheck.check(specWith("evaluation.precision"), List.of(Device.gpu(1))))
        .doesNotThrowAnyException();
  }

  private static ExperimentSpec specWith(String setting) {
    ExperimentSpec paper = ExperimentSpec.paper("precise", "mannequin-64", List.of("an elf"));
    Variant half = new Variant("half", new TreeMap<>(Map.of(setting, TextNode.valueOf("FP16"))));
    return new ExperimentSpec(
        paper.name(),
        paper.priors(),
        paper.seeds(),
        paper.identity(),
        paper.styles(),
        paper.views(),
        paper.edit(),
        paper.method(),
        paper.i2t(),
        paper.evaluation(),
        List.of(Variant.OURS, half));
  }
}
