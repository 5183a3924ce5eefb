package dev.triptych.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir private static Path folder;
  private static Shell shell;

  @BeforeAll
  static void makeARun() throws IOException {
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    Path spec =
        Files.writeString(
            folder.resolve("spec.yaml"),
            """
            name: compared
            priors: mini
            styles: [an elf, a clown]
            variants: [ours, no-spatial, no-i2t]
            """);
    assertThat(shell.type("run", spec.toString(), "--run", "compared").exitCode()).isZero();
  }

  @Test
  void showsMeansAndPairedDifferences() {
    Shell.Answer answer = shell.type("compare", "compared");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains(
            "Portraits in a row: 2 (2 styles, one seed, one identity)",
            "CLIP score (cosine, higher is better)",
            "minus ours",
            "(plain)",
            "nothing is said about others",
            "i2t.spatial");
  }

  @Test
  void printsNumbersThatCanBeTracedToPortraits() throws IOException {
    JsonNode json = shell.type("compare", "compared", "--json").json();

    JsonNode row = json.at("/tables/0/quantities/0/rows/0");
    assertThat(row.get("row").textValue()).isEqualTo("ours");
    double sum = 0;
    for (JsonNode portrait : row.get("portraits")) {
      JsonNode status = status(portrait.get("cell").textValue());
      double score = status.at("/metrics/clip_score/mean").doubleValue();
      assertThat(portrait.get("value").doubleValue()).isEqualTo(score);
      sum += score;
    }
    assertThat(row.at("/estimate/mean").doubleValue()).isEqualTo(sum / 2);
    assertThat(row.at("/estimate/count").intValue()).isEqualTo(2);
  }

  @Test
  void comparesTimes() throws IOException {
    JsonNode json = shell.type("compare", "compared", "--times", "--json").json();

    assertThat(json.findValuesAsText("name")).contains("seconds/fine-tune", "seconds");
  }

  @Test
  void writesAPageWithThePortraitsSideBySide() throws IOException {
    Path page = folder.resolve("pages/compare.html");

    Shell.Answer answer =
        shell.type("compare", "compared", "--format", "html", "--to", page.toString());

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    String html = Files.readString(page);
    assertThat(html).contains("no-i2t", "\"label\":\"plain face\"", "data:image/png;base64,");
    assertThat(html.split("\"title\":", -1)).hasSize(3); // a strip for each style
  }

  @Test
  void comparesModelsOfManyStylesByStyleAndOnFacesHeldOut() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("many.yaml"),
            """
            name: many
            priors: mini
            styles: [an elf, a clown]
            variants: [ours, no-spatial]
            trainedOn: {regime: msmi, identities: 2, heldOut: 1}
            """);
    assertThat(shell.type("run", spec.toString(), "--run", "many").exitCode()).isZero();
    Path page = folder.resolve("many.html");

    JsonNode json = shell.type("compare", "many", "--json").json();
    shell.type("compare", "many", "--format", "html", "--to", page.toString());

    assertThat(json.at("/tables").findValuesAsText("heading"))
        .containsExactly("", "identities held out");
    assertThat(json.at("/tables/0/styles").intValue()).isEqualTo(2);
    assertThat(json.at("/tables/0/identities").intValue()).isEqualTo(2);
    assertThat(json.at("/tables/1/identities").intValue()).isEqualTo(1);
    assertThat(json.at("/tables/1/quantities/0/rows/1/difference/pairs").intValue()).isEqualTo(2);
    assertThat(Files.readString(page).split("\"still\":\"data:image", -1)).hasSize(1 + 2 * 2 * 2);
  }

  @Test
  void comparesAtStepsEachRunForItselfAndSaysWhereAllIsFrom() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("steps.yaml"),
            """
            name: steps
            priors: mini
            styles: [an elf]
            seeds: [0, 1]
            identity: {seeds: [3, 5]}
            variants: [ours, no-spatial]
            evaluation: {atSteps: [25, 100]}
            """);
    assertThat(shell.type("run", spec.toString(), "--run", "steps").exitCode()).isZero();
    Path page = folder.resolve("steps.html");

    JsonNode json =
        shell
            .type("compare", "steps", "--at-steps", "--each", "--order", "--origin", "--json")
            .json();
    shell.type("compare", "steps", "--format", "html", "--to", page.toString());

    assertThat(json.get("tables").findValuesAsText("heading"))
        .containsExactly(
            "steps, after 25 steps", "steps, after 100 steps", "steps, after 400 steps");
    assertThat(json.at("/tables/1/step").intValue()).isEqualTo(100);
    assertThat(json.at("/tables/1/identities").intValue()).isEqualTo(2);
    assertThat(json.at("/tables/1/quantities/0/order")).hasSize(2);
    assertThat(json.at("/tables/1/quantities/0/rows/0").has("portraits")).isFalse();
    assertThat(json.at("/origin/runs/0/finished").intValue()).isEqualTo(4);
    assertThat(json.at("/origin/runs/0/weights").textValue()).hasSize(64);
    assertThat(Files.readString(page)).contains("\"charts\":[{\"title\":\"CLIP score\"");
    assertThat(shell.type("compare", "steps").out())
        .contains(
            "(one style, 2 seeds, 2 identities)", "so that ± over seeds is over identities too")
        .doesNotContain("nothing is said about others");
    assertThat(shell.type("compare", "steps", "--by", "seed").out())
        .contains("seed 0, identity 3\n", "seed 1, identity 5\n")
        .doesNotContain("nothing is said about others");
    assertThat(shell.type("status", "steps").out())
        .contains("CLIP score by step", "an-elf-no-spatial-s1");
    assertThat(shell.type("compare", "compared", "--at-steps").err())
        .contains("evaluation.atSteps in a spec asks for them");
  }

  @Test
  void refusesAMetricThatThereIsNot() {
    Shell.Answer answer = shell.type("compare", "compared", "--metric", "clip_scor");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("did you mean \"clip_score\"");
  }

  private JsonNode status(String cell) throws IOException {
    for (JsonNode each : shell.type("status", "compared", "--json").json().get("cells")) {
      if (each.get("cell").textValue().equals(cell)) {
        return each;
      }
    }
    throw new AssertionError("no cell " + cell);
  }
}
