package dev.triptych.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.launch.Workload;
import dev.triptych.models.priors.PaperNetworks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specs of one model of many styles, and the numbers that their comments name. */
class ManyStylesSpecsTest {
  private static final String MANNEQUIN = "mannequin-64";

  @ParameterizedTest
  @CsvSource({"mssi, 26, 1066", "msmi, 26, 650", "mssi-100, 100, 11700", "msmi-100, 100, 20500"})
  void makesOneModelOfSoManyEdits(String name, int styles, int edits) throws SpecException {
    ExperimentSpec spec = resolved(name);

    assertThat(spec.styles()).hasSize(styles);
    assertThat(spec.styleSlugs().values()).doesNotHaveDuplicates();
    assertThat(spec.cells())
        .extracting(cell -> cell.slug())
        .containsExactly(name.substring(0, 4) + "-ours-s0");
    assertThat(Workload.of(spec).executions())
        .containsEntry(Stage.EDIT_VIEW, edits)
        .containsEntry(Stage.SCORE_STYLE, styles)
        .containsEntry(Stage.FINE_TUNE, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "adaptation, 108, 43200, 1476, 540",
    "mssi, 18, 17280, 2952, 432",
    "msmi, 18, 5400, 900, 108"
  })
  void table2HasSoManyCellsStepsEditsAndScores(
      String part, int cells, int steps, int edits, int scores) throws SpecException {
    ExperimentSpec spec = resolved("table-2/" + part);

    assertThat(spec.cells()).hasSize(cells).allMatch(cell -> cell.identity() != null);
    assertThat(spec.variants()).isEqualTo(Variant.ABLATIONS);
    assertThat(spec.cells())
        .allMatch(cell -> spec.settings(cell).i2t().fineTuning().decayFraction() == 0)
        .allMatch(cell -> spec.settings(cell).i2t().fineTuning().learningRate() == 0.002);
    assertThat(cells * spec.i2t().fineTuning().steps()).isEqualTo(steps);
    assertThat(Workload.of(spec).executions())
        .containsEntry(Stage.EDIT_VIEW, edits)
        .containsEntry(
            spec.trainedOn().regime().manyStyles() ? Stage.SCORE_STYLE : Stage.EVALUATE, scores);
  }

  private static ExperimentSpec resolved(String name) throws SpecException {
    return new SpecLoader(List.of(MANNEQUIN, "ffhq512-128"), ManyStylesSpecsTest::known)
        .load(Path.of("specs", name + ".yaml"), List.of())
        .spec();
  }

  private static KnownPriors known(String set) {
    JsonNode recommendations =
        set.equals(MANNEQUIN)
            ? PriorSet.find(MANNEQUIN, Path.of("none")).manifest().recommendations()
            : PaperNetworks.recommendations();
    return new KnownPriors(set, "0".repeat(64), recommendations);
  }
}
