package dev.triptych.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExperimentSpecTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode tree =
      JSON.valueToTree(ExperimentSpec.paper("elves", "mannequin-64", List.of("an elf")));

  @Test
  void thePapersSettingsAreValid() throws Exception {
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);
    assertThat(spec.views().list()).hasSize(101);
    assertThat(spec.edit().tau()).isEqualTo(0.9);
    assertThat(spec.edit().textGuidance()).isEqualTo(20);
    assertThat(spec.edit().imageGuidance()).isEqualTo(1.5);
    assertThat(spec.i2t().loss().lambdaRec()).isEqualTo(10);
    assertThat(spec.i2t().loss().lambdaDr()).isEqualTo(0.2);
    assertThat(spec.i2t().fineTuning().learningRate()).isEqualTo(0.002);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    tree.put("name", "");
    section("identity").put("truncationPsi", 7);
    section("views").put("grid", 0);
    section("edit").put("tau", 0).put("promptTemplate", "an elf");
    ((ObjectNode) tree.at("/i2t/loss/density")).put("points", -1);
    tree.remove("evaluation");

    assertThat(problems())
        .extracting(Problem::path)
        .containsExactly(
            "name",
            "identity.truncationPsi",
            "views.grid",
            "edit.tau",
            "edit.promptTemplate",
            "i2t.loss.density.points",
            "evaluation");
  }

  @Test
  void saysWhatWouldBeRight() {
    section("edit").put("tau", 1.4);
    assertThat(problems())
        .containsExactly(new Problem("edit.tau", "must be above 0 and at most 1, but is 1.4"));
  }

  @Test
  void refusesWhatIsNoNumber() {
    section("edit").put("textGuidance", Double.NaN);
    section("edit").put("tau", Double.NaN);
    assertThat(problems())
        .extracting(Problem::path)
        .containsExactly("edit.tau", "edit.textGuidance");
  }

  @Test
  void refusesEmptyAndRepeatedStyles() {
    ((ArrayNode) tree.get("styles")).add(" ").addNull().add("an elf").add("!");
    assertThat(problems())
        .containsExactly(
            new Problem("styles[2]", "is empty"),
            new Problem("styles[3]", "appears twice"),
            new Problem("styles[1]", "must have a letter or digit"),
            new Problem("styles[4]", "must have a letter or digit"));
  }

  @Test
  void tellsApartStylesWithOneSlug() {
    assertThat(styleSlugs("C", "C++", "C#", "an elf"))
        .doesNotHaveDuplicates()
        .allMatch(slug -> slug.equals("an-elf") || slug.matches("c-[0-9a-f]{8}"));
    assertThat(styleSlugs("C++", "an elf")).containsExactly("c", "an-elf");
    assertThat(styleSlugs("x".repeat(70), "x".repeat(71))).doesNotHaveDuplicates();
    assertThat(styleSlugs("राजा", "रोजा")).containsExactly("राजा", "रोजा");
    assertThat(styleSlugs("An Elf!", "an elf"))
        .containsExactlyInAnyOrderElementsOf(styleSlugs("an elf", "An Elf!"));
  }

  @Test
  void tellsStylesApartFromOthersDatasetsAndPortraits() throws Exception {
    ArrayNode styles = tree.putArray("styles");
    List.of("x", "x ours", "x plain", "x no-i2t", "x as-b-c", "x b").forEach(styles::add);
    tree.set(
        "variants",
        JSON.readTree(
            """
            ["ours", "no-i2t", "no-edit-optimisation",
             {"name": "c", "set": {"i2t.spatial": false}},
             {"name": "b-c", "set": {"edit.tau": 0.7}}]
            """));
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);
    Map<String, String> names = new HashMap<>(); // what has the name
    for (Cell cell : spec.cells()) {
      assertThat(names.put(cell.slug(), cell.title())).as(cell.slug()).isNull();
      String dataset = "dataset of " + cell.style();
      String before = names.put(spec.datasetId(cell), dataset);
      assertThat(before == null || before.equals(dataset)).as(spec.datasetId(cell)).isTrue();
    }
    assertThat(spec.cells().get(0).slug()).isEqualTo("x-ours-s0");
  }

  @Test
  void takesNamesInAnyScript() {
    for (String name : List.of("राजा", "Nguye\u0302\u0303n 2", "ราชินี")) {
      assertThat(ExperimentSpec.paper(name, "mannequin-64", List.of("an elf")).name())
          .isEqualTo(name);
    }
    tree.put("name", "\u093Eर");
    assertThat(problems()).extracting(Problem::path).containsExactly("name");
  }

  @Test
  void namesTheSettingThatLimitsAnother() {
    ObjectNode fineTuning = (ObjectNode) tree.at("/i2t/fineTuning");
    fineTuning.put("steps", 10).put("warmUpSteps", 20);
    assertThat(invalid().problems())
        .containsExactly(
            new Problem("i2t.fineTuning.warmUpSteps", "must be between 0 and 10, but is 20"));
    assertThat(invalid().excesses())
        .containsExactly(new Excess("i2t.fineTuning.warmUpSteps", "i2t.fineTuning.steps"));
    fineTuning.put("steps", -1);
    assertThat(problems()).extracting(Problem::path).containsExactly("i2t.fineTuning.steps");
  }

  @Test
  void refusesListsWithoutItems() {
    for (String field : List.of("seeds", "styles", "variants")) {
      tree.putArray(field);
    }
    assertThat(problems()).extracting(Problem::path).containsExactly("seeds", "styles", "variants");
  }

  @Test
  void refusesMoreCellsThanOneHistoryHolds() {
    ArrayNode seeds = tree.putArray("seeds");
    IntStream.range(0, 501).forEach(seeds::add);
    tree.putArray("variants").add("ours").add("no-i2t");
    assertThat(problems())
        .containsExactly(
            new Problem(
                "styles", "× variants × seeds are 1002 cells; one launch takes at most 1000"));
  }

  @Test
  void namesEachCellOnce() throws Exception {
    ((ArrayNode) tree.get("styles")).add("a clown");
    tree.putArray("seeds").add(0).add(7);
    tree.putArray("variants").add("ours").add("no-spatial");
    assertThat(JSON.treeToValue(tree, ExperimentSpec.class).cells())
        .extracting(Cell::slug)
        .containsExactly(
            "an-elf-ours-s0",
            "an-elf-no-spatial-s0",
            "an-elf-ours-s7",
            "an-elf-no-spatial-s7",
            "a-clown-ours-s0",
            "a-clown-no-spatial-s0",
            "a-clown-ours-s7",
            "a-clown-no-spatial-s7");
  }

  @Test
  void aSeedWithAFaceOfItsOwnIsAsIfItWereTheOnlyOne() throws Exception {
    tree.putArray("seeds").add(0).add(7);
    section("identity").put("seed", 3).putArray("seeds").add(3).add(5);
    tree.set(
        "variants",
        JSON.readTree(
            """
            ["ours", {"name": "mean", "set": {"identity.truncationPsi": 0}},
             {"name": "five", "set": {"identity.seed": 5}}]
            """));
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);

    tree.putArray("seeds").add(7);
    section("identity").put("seed", 5).remove("seeds");
    ExperimentSpec alone = JSON.treeToValue(tree, ExperimentSpec.class);
    List<Cell> second = spec.cells().subList(3, 6);
    for (int i = 0; i < 3; i++) {
      Cell cell = second.get(i);
      Cell same = alone.cells().get(i);
      assertThat(spec.settings(cell)).isEqualTo(alone.settings(same));
      assertThat(spec.datasetId(cell)).isEqualTo(alone.datasetId(same));
      assertThat(JSON.writeValueAsString(spec.settings(cell).identity())).doesNotContain("seeds");
    }
    assertThat(spec.cells())
        .extracting(Cell::title)
        .containsExactly(
            "an elf, ours, seed 0, identity 3",
            "an elf, mean, seed 0, identity 3",
            "an elf, five, seed 0, identity 5",
            "an elf, ours, seed 7, identity 5",
            "an elf, mean, seed 7, identity 5",
            "an elf, five, seed 7, identity 5");
    assertThat(spec.cells())
        .extracting(spec::datasetId)
        .startsWith("an-elf-s0", "an-elf-as-mean-s0");
    assertThat(spec.datasetId(spec.cells().get(2))).isEqualTo("an-elf-as-five-s0");
    assertThat(spec.datasetId(spec.cells().get(5))).as("the same face").isEqualTo("an-elf-s7");
  }

  @Test
  void wantsAFaceForEachSeedOrOneForAll() {
    tree.putArray("seeds").add(0).add(7);
    section("identity").put("seed", 3).putArray("seeds").add(3);
    assertThat(problems())
        .containsExactly(
            new Problem(
                "identity.seeds",
                "must be one for each of the spec's seeds, which are 2, but are 1"));
    section("identity").put("seed", 4).putArray("seeds").add(3).add(5);
    assertThat(problems())
        .containsExactly(
            new Problem(
                "identity.seed", "is 4, but identity.seeds begin with 3; leave one of them out"));
    section("identity").putArray("seeds").add(3).addNull();
    assertThat(problems()).containsExactly(new Problem("identity.seeds[1]", "is empty"));
  }

  @Test
  void scoresAtAscendingStepsBeforeTheLast() throws Exception {
    ((ObjectNode) tree.at("/i2t/fineTuning")).put("steps", 50);
    section("evaluation").putArray("atSteps").add(10).add(49);
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);
    assertThat(spec.evaluation().atSteps()).containsExactly(10, 49);
    assertThat(JSON.writeValueAsString(spec.evaluation().atEnd())).doesNotContain("atSteps");
    for (List<Integer> wrong : List.of(List.of(1, 50), List.of(7, 7), List.of(1, 0))) {
      ArrayNode steps = section("evaluation").putArray("atSteps");
      wrong.forEach(steps::add);
      assertThat(problems())
          .containsExactly(
              new Problem(
                  "evaluation.atSteps[1]",
                  "is "
                      + wrong.get(1)
                      + "; the steps must ascend from 1 on and be below i2t.fineTuning.steps, which"
                      + " is 50 and is scored in any case"));
    }
  }

  @Test
  void specsFromBeforeThereWereMethodsMeanThePapers() throws Exception {
    tree.remove("method");
    section("i2t").remove("fromScratch");
    assertThat(JSON.treeToValue(tree, ExperimentSpec.class))
        .isEqualTo(ExperimentSpec.paper("elves", "mannequin-64", List.of("an elf")));
  }

  @Test
  void listsCannotBeChangedFromOutside() throws Exception {
    ExperimentSpec spec = JSON.treeToValue(tree, ExperimentSpec.class);
    assertThat(spec.styles()).isUnmodifiable();
  }

  private ObjectNode section(String name) {
    return (ObjectNode) tree.get(name);
  }

  private static List<String> styleSlugs(String... styles) {
    return ExperimentSpec.paper("n", "mannequin-64", List.of(styles)).cells().stream()
        .map(Cell::styleSlug)
        .toList();
  }

  private List<Problem> problems() {
    return invalid().problems();
  }

  private InvalidSpec invalid() {
    JsonProcessingException thrown =
        catchThrowableOfType(
            JsonProcessingException.class, () -> JSON.treeToValue(tree, ExperimentSpec.class));
    assertThat(thrown).isInstanceOf(ValueInstantiationException.class);
    return (InvalidSpec) thrown.getCause();
  }
}
