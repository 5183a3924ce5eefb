package dev.triptych.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchSteps;
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
    shell =
        new Shell(
                folder.resolve("data"),
                (store, places) -> new SketchEngine(store, new SketchSteps(store), places.size()))
            .withPriors("mini");
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
