package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringNotesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode tree =
      JSON.valueToTree(ExperimentSpec.paper("elves", "mannequin-64", List.of("an elf")));

  @Test
  void warnsThatScoresAtStepsAreNotThoseOfShorterTrainingsIfTheRateDecays() throws Exception {
    assertThat(notes()).singleElement().asString().contains("16 views");

    ((ObjectNode) tree.get("evaluation")).putArray("atSteps").add(25).add(50);
    assertThat(notes())
        .hasSize(2)
        .contains("Scored after 25, 50 steps of fine-tuning too, and at the end.");

    ((ObjectNode) tree.at("/i2t/fineTuning")).put("decayFraction", 0.4);
    assertThat(notes()).hasSize(3).last().asString().contains("i2t.fineTuning.decayFraction: 0");
  }

  private List<String> notes() throws JsonProcessingException {
    return ScoringNotes.of(JSON.treeToValue(tree, ExperimentSpec.class));
  }
}
