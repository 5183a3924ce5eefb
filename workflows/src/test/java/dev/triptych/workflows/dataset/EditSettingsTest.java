package dev.triptych.workflows.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.triptych.workflows.spec.EditPrecision;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.Variant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EditSettingsTest {
  @Test
  void thePapersEditHasTheEnhancedPromptAndNoisyLatents() {
    assertThat(EditSettings.of(EditSpec.paper(), "an elf", 7))
        .isEqualTo(
            new EditSettings(
                "turn the head into an elf, realistic, detail, 8k, photorealistic",
                "unclear facial features, non-face objects, ugly, bad",
                20,
                20.0,
                1.5,
                EditSettings.Start.IMG2IMG,
                0.9,
                7,
                null));
  }

  @Test
  void withoutOptimisationItIsPlainInstructPix2Pix() {
    EditSpec plain = PortraitSettings.paper().with(Variant.NO_EDIT_OPTIMISATION).edit();
    assertThat(EditSettings.of(plain, "an elf", 7))
        .isEqualTo(
            new EditSettings(
                "turn the head into an elf",
                "",
                20,
                20.0,
                1.5,
                EditSettings.Start.PURE_NOISE,
                1,
                7,
                null));
  }

  @Test
  void aPrecisionIsPartOfAnEditOnlyWhereItIsNotFullPrecision() {
    EditPrecision half = new EditPrecision(Precision.BF16, Precision.FP32, Precision.FP32);
    Variant variant =
        new Variant("half", new TreeMap<>(Map.of("edit.precision.unet", TextNode.valueOf("BF16"))));
    PortraitSettings settings = PortraitSettings.paper().with(variant);
    assertThat(EditSettings.of(settings.edit(), "an elf", 7).precision()).isEqualTo(half);
    assertThat(EditSettings.of(EditSpec.paper(), "an elf", 7).precision()).isNull();
  }
}
