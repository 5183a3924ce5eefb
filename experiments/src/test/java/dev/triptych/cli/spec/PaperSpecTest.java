package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.cli.launch.Workload;
import dev.triptych.models.priors.PaperNetworks;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code specs/paper.yaml} against the text of the paper. */
class PaperSpecTest {
  private static final Path PAPER = Path.of("specs/paper.yaml");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "/i2t/fineTuning/learningRate, 0.002",
        "/i2t/fineTuning/beta1, 0.0",
        "/i2t/fineTuning/beta2, 0.99",
        "/i2t/pretraining/learningRate, 0.002",
        "/i2t/pretraining/beta1, 0.0",
        "/i2t/pretraining/beta2, 0.99",
        "/edit/steps, 20",
        "/edit/tau, 0.9",
        "/edit/imageGuidance, 1.5",
        "/edit/textGuidance, 20.0",
        "/edit/optimised, true",
        "/edit/promptTemplate, turn the head into {t}",
        "/edit/decorativePrompt, |realistic, detail, 8k, photorealistic|",
        "/edit/negativePrompt, |unclear facial features, non-face objects, ugly, bad|",
        "/i2t/spatial, true",
        "/i2t/loss/lambdaRec, 10.0",
        "/i2t/loss/lambdaDr, 0.2",
        "/views/grid, 10",
        "/views/pitchRange, 30.0",
        "/views/yawRange, 30.0",
        "/evaluation/views/grid, 10",
        "/evaluation/captionTemplate, a {noun} face"
      })
  void resolvesToTheNumbersOfSection41(String path, String value) throws SpecException {
    assertThat(resolved(PaperNetworks.recommendations()).tree().at(path).asText()).isEqualTo(value);
  }

  @Test
  void theStyleMapIs32WideInThePapersNetworks() {
    JsonNode i2t = PaperNetworks.configs().get("i2t");
    int halvings = i2t.path("encoderChannels").size() - 1;

    assertThat(i2t.path("imageSize").asInt() >> halvings).isEqualTo(32);
  }

  @Test
  void saysEverythingItself() throws SpecException {
    JsonNode nothing = new ObjectMapper().createObjectNode();

    assertThat(resolved(nothing).tree())
        .isEqualTo(resolved(PaperNetworks.recommendations()).tree());
    assertThat(resolved(nothing).adjustments()).isEmpty();
  }

  @Test
  void comparesTheMethodWithAllAblations() throws SpecException {
    ExperimentSpec spec = resolved(PaperNetworks.recommendations()).spec();

    assertThat(spec.variants()).containsExactlyElementsOf(Variant.ABLATIONS);
    Workload work = Workload.of(spec);
    assertThat(work.cells()).isEqualTo(7 * 6);
    assertThat(work.executions()).containsEntry(Stage.PRETRAIN, 2); // spatial or not
  }

  @Test
  void canBeCutDownInSteps() throws SpecException {
    ExperimentSpec spec =
        loader(PaperNetworks.recommendations())
            .load(
                PAPER,
                List.of(
                    "views.grid=2",
                    "evaluation.views.grid=2",
                    "evaluation.scored.grid=1",
                    "edit.steps=2",
                    "i2t.pretraining.steps=2",
                    "i2t.fineTuning.steps=2",
                    "styles=[an elf]"))
            .spec();

    assertThat(spec.views().list()).hasSize(5);
    assertThat(spec.cells()).hasSize(6);
  }

  private static ResolvedSpec resolved(JsonNode recommendations) throws SpecException {
    return loader(recommendations).load(PAPER, List.of());
  }

  private static SpecLoader loader(JsonNode recommendations) {
    return new SpecLoader(
        List.of(PaperNetworks.SET), name -> new KnownPriors(name, "b".repeat(64), recommendations));
  }
}
