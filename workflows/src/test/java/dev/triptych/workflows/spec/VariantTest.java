package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode tree =
      JSON.valueToTree(ExperimentSpec.paper("elves", "mannequin-64", List.of("an elf")));

  @Test
  void thePapersChangeOnePartEach() {
    PortraitSettings paper = PortraitSettings.paper();
    assertThat(paper.with(Variant.OURS)).isEqualTo(paper);
    assertThat(paper.with(Variant.NO_I2T).method()).isEqualTo(Method.MODULATED_BACKBONE);
    assertThat(paper.with(Variant.NO_I2T).pretrained()).isTrue();
    assertThat(paper.with(Variant.NO_PRETRAINING).pretrained()).isFalse();
    assertThat(paper.with(Variant.NO_SPATIAL).shape().spatial()).isFalse();
    assertThat(paper.with(Variant.NO_DENSITY_REGULARISATION).i2t().loss().lambdaDr()).isZero();
    assertThat(paper.with(Variant.NO_EDIT_OPTIMISATION).edit())
        .isEqualTo(paper.edit().withOptimised(false));
  }

  @Test
  void baselinesAreMethodsOfTheirOwn() {
    PortraitSettings paper = PortraitSettings.paper();
    assertThat(paper.with(Variant.GAN_INVERSION).method()).isEqualTo(Method.GAN_INVERSION);
    assertThat(paper.with(Variant.SCORE_DISTILLATION).method())
        .isEqualTo(Method.SCORE_DISTILLATION);
    assertThat(paper.with(Variant.PER_VIEW_EDIT).method()).isEqualTo(Method.PER_VIEW_EDIT);
    assertThat(Method.values())
        .filteredOn(Method::baseline)
        .as("need no pre-trained network, and share the dataset")
        .hasSize(3)
        .noneMatch(Method::pretrains);
    assertThat(paper.sharesDataset(paper.with(Variant.PER_VIEW_EDIT))).isTrue();
  }

  @Test
  void aBaselineIsNotScoredAtStepsThatItDoesNotMake() throws Exception {
    ((ObjectNode) tree.get("evaluation")).putArray("atSteps").add(25).add(50);
    variants("['ours', 'gan-inversion']");
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);
    assertThat(spec.settings(Variant.OURS).scoredSteps()).containsExactly(25, 50);
    assertThat(spec.settings(Variant.GAN_INVERSION).scoredSteps()).isEmpty();
  }

  @Test
  void aBaselineIsRefusedWhereOneModelLearnsManyStyles() throws Exception {
    ((ObjectNode) tree.get("trainedOn")).put("regime", "MSSI");
    variants("['ours', 'per-view-edit', {'name': 'mine', 'set': {'method': 'GAN_INVERSION'}}]");
    assertThatThrownBy(() -> JSON.treeToValue(tree, ExperimentSpec.class))
        .cause()
        .isInstanceOfSatisfying(
            InvalidSpec.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path() + ": " + problem.message())
                    .containsExactly(
                        "variants[1]: is a baseline, which makes a portrait of one style; mssi"
                            + " trains one model of many. Take it out, or leave trainedOn away",
                        "variants[2]: is a baseline, which makes a portrait of one style; mssi"
                            + " trains one model of many. Take it out, or leave trainedOn away"));
  }

  @Test
  void isReadAsItIsWritten() throws Exception {
    Variant own = variant("{'name': 'tau-0.7', 'set': {'edit.tau': 0.7, 'edit.steps': 10}}");
    for (Variant variant : List.of(Variant.NO_SPATIAL, own)) {
      String json = JSON.writeValueAsString(variant);
      assertThat(JSON.readValue(json, Variant.class)).isEqualTo(variant);
    }
    assertThat(JSON.writeValueAsString(Variant.NO_SPATIAL)).isEqualTo("\"no-spatial\"");
    assertThat(own.description()).isEqualTo("edit.steps = 10, edit.tau = 0.7");
  }

  @Test
  void variantsShareTheDatasetsThatTheirSettingsDoNotTouch() throws Exception {
    variants(
        "['ours', 'no-edit-optimisation', 'no-i2t', {'name': 'low', 'set': {'edit.tau': 0.7}},"
            + " {'name': 'low-long', 'set': {'edit.tau': 0.7, 'i2t.fineTuning.steps': 1600}},"
            + " {'name': 'same', 'set': {'edit.tau': 0.9}}]");
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);
    assertThat(spec.cells().stream().map(spec::datasetId))
        .containsExactly(
            "an-elf-s0",
            "an-elf-plain-s0",
            "an-elf-s0",
            "an-elf-as-low-s0",
            "an-elf-as-low-s0",
            "an-elf-s0");
    Variant longer = spec.variants().get(4);
    assertThat(spec.settings(longer).i2t().fineTuning().steps()).isEqualTo(1600);
    assertThat(spec.settings(longer).i2t().asPretrained())
        .isEqualTo(spec.settings(Variant.OURS).i2t().asPretrained());
  }

  @Test
  void settingsAreCheckedLikeEverythingElse() throws Exception {
    variants(
        "['ours', {'name': 'ours', 'set': {'edit.tau': 0.8}}, {'name': 'A b', 'set': {'edit.tau':"
            + " 0.8}}, {'name': 'c', 'set': {'edit.tau': 1.8, 'views.grid': 0}}, {'name': 'd',"
            + " 'set': {'edit.taau': 1}}, {'name': 'e', 'set': {'edit.tau': 'much'}}]");
    assertThatThrownBy(() -> JSON.treeToValue(tree, ExperimentSpec.class))
        .isInstanceOf(JsonProcessingException.class)
        .cause()
        .isInstanceOfSatisfying(
            InvalidSpec.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::path)
                    .containsExactly(
                        "variants[1].name",
                        "variants[1].name",
                        "variants[2].name",
                        "variants[3].set.views.grid",
                        "variants[3].set.edit.tau",
                        "variants[4].set",
                        "variants[5].set"));
  }

  private void variants(String json) throws JsonProcessingException {
    tree.set("variants", read(json));
  }

  private static Variant variant(String json) throws JsonProcessingException {
    return JSON.treeToValue(read(json), Variant.class);
  }

  private static JsonNode read(String json) throws JsonProcessingException {
    return JSON.readTree(json.replace('\'', '"'));
  }
}
