package dev.triptych.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs that differ in one setting, and a third of many styles. */
class ExplainCommandTest {
  private static final String SPEC =
      """
      name: one
      priors: mini
      views: {grid: 2}
      evaluation: {views: {grid: 1}, scored: {grid: 1}}
      styles: [an elf]
      """;

  @TempDir private static Path folder;
  private static Shell shell;
  private static int pencil;

  @BeforeAll
  static void runAll() throws IOException {
    shell =
        new Shell(
                folder.resolve("data"),
                (store, places) ->
                    new SketchEngine(store, new SketchSteps(store, pencil), places.size()))
            .withPriors("mini");
    String spec = Files.writeString(folder.resolve("spec.yaml"), SPEC).toString();
    shell.type("run", spec, "--run", "first", "--set", "edit.tau=0.9");
    shell.type("run", spec, "--run", "second", "--set", "edit.tau=0.7");
  }

  private static JsonNode stage(JsonNode explained, String stage) {
    for (JsonNode each : explained.at("/cells/0/stages")) {
      if (each.path("stage").asText().equals(stage)) {
        return each;
      }
    }
    throw new AssertionError("no " + stage + " in " + explained);
  }

  @Test
  void saysWhereStepsWereTakenFromAndWhichInputsOfTheOthersDiffer() {
    Shell.Answer answer = shell.type("explain", "second");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out())
        .containsPattern("sample-identity: 1 taken, .* s\n +1 made by run first \\(.+, cpu, .+\\)")
        .contains("render-views: 2 taken", "2 made by run first")
        .containsPattern(
            "edit-view: 5 ran, .* s\n +5 made by this run .*\n"
                + " +5: edit.tau 0.9 → 0.7; nearest: of run first\n")
        .containsPattern(
            "fine-tune: 1 ran, .*\n.*\n"
                + " +1: other dataset, because edit.tau 0.9 → 0.7; nearest: of run first\n");
  }

  @Test
  void followsOtherResultsToTheStepsThatMadeThem() throws IOException {
    JsonNode explained = shell.type("explain", "second", "--json").json();

    JsonNode edit = stage(explained, "edit-view").at("/reasons/0");
    assertThat(edit.path("count").asInt()).isEqualTo(5);
    assertThat(edit.path("kind").asText()).isEqualTo("other-inputs");
    assertThat(edit.path("keys")).hasSize(5);
    assertThat(edit.at("/differences/0/input").asText()).isEqualTo("settings.tau");
    assertThat(edit.at("/differences/0/before").asText()).isEqualTo("0.9");
    JsonNode dataset = stage(explained, "fine-tune").at("/reasons/0/differences/0");
    assertThat(dataset.path("input").asText()).isEqualTo("dataset");
    JsonNode edits = dataset.at("/because/0");
    assertThat(edits.path("input").asText()).isEqualTo("pairs[].edited");
    assertThat(edits.path("count").asInt()).isEqualTo(5);
    assertThat(edits.at("/because/0/setting").asText()).isEqualTo("edit.tau");
    assertThat(edits.at("/because/0/count").asInt()).isEqualTo(5);
    assertThat(explained.at("/compared"))
        .allMatch(each -> each.path("looked").asInt() == each.path("kept").asInt());
  }

  @Test
  void saysThatNothingWasKeptBefore() throws IOException {
    assertThat(shell.type("explain", "first", "an-elf").out())
        .contains("edit-view: 5 ran", "5: nothing of the kind was kept by then");
  }

  @Test
  void showsOneStageAlone() throws IOException {
    Shell.Answer cellAndStage = shell.type("explain", "second", "an-elf-ours-s0", "fine-tune");
    Shell.Answer stageAlone = shell.type("explain", "second", "fine-tune");

    assertThat(cellAndStage.out())
        .contains("because edit.tau 0.9 → 0.7")
        .doesNotContain("edit-view:");
    assertThat(stageAlone.out()).isEqualTo(cellAndStage.out());
    Shell.Answer wrong = shell.type("explain", "second", "an-elv");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("The run has no portrait \"an-elv\"");
  }

  @Test
  void doesNotGuessWhoMadeWhatWasKeptBeforeThatWasNoted() throws IOException {
    Path old = folder.resolve("old");
    Shell earlier = Shell.sketching(old).withPriors("mini");
    String spec = folder.resolve("spec.yaml").toString();
    earlier.type("run", spec, "--run", "first");
    try (Stream<Path> kept = Files.walk(old.resolve("stages"))) {
      for (Path file : kept.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll(",\"maker\":\\{[^}]*}", ""));
      }
    }

    earlier.type("run", spec, "--run", "second", "--set", "edit.tau=0.5");

    assertThat(earlier.type("explain", "second").out())
        .contains("2 made by a run that was not noted (")
        .contains("5: edit.tau 0.9 → 0.5; nearest: of a run that was not noted");
  }

  @Test
  void saysWhatWasMadeAnew() throws IOException {
    String spec = folder.resolve("spec.yaml").toString();
    shell.type("run", spec, "--run", "third", "--set", "edit.tau=0.6");
    pencil = 0x123456;
    shell.type("resume", "third", "--again", "edit-view");
    pencil = 0;

    assertThat(shell.type("explain", "third").out())
        .contains(
            "edit-view: 5 ran", "5: made anew as was asked for, and came out otherwise: edited")
        .contains(
            "other dataset, because other pairs[].edited (edit-view came out otherwise from the same");
  }

  @Test
  void tellsOfStepsThatFailed() throws IOException {
    String spec =
        Files.writeString(folder.resolve("orc.yaml"), SPEC.replace("an elf", "an orc that fails"))
            .toString();
    shell.type("run", spec, "--run", "orc");

    assertThat(shell.type("explain", "orc").out())
        .contains("edit-view: 1 failed,")
        .doesNotContain("not kept any more");
  }

  @Test
  void putsTheEditsOfManyStylesTogether() throws IOException {
    String spec =
        Files.writeString(
                folder.resolve("many.yaml"),
                SPEC.replace("[an elf]", "[an elf, a clown]") + "trainedOn: mssi\n")
            .toString();
    shell.type("run", spec, "--run", "many", "--set", "edit.tau=0.7");

    JsonNode edits = stage(shell.type("explain", "many", "--json").json(), "edit-view");

    assertThat(edits.path("executions").asInt()).isEqualTo(10);
    assertThat(edits.path("taken").asInt()).as("the elf's").isEqualTo(5);
    assertThat(edits.at("/reasons/0/count").asInt()).as("the clown's").isEqualTo(5);
    assertThat(edits.at("/reasons/0/differences/0/setting").asText()).isEqualTo("edit.prompt");
    assertThat(edits.at("/reasons/0/nearest/run").asText()).isEqualTo("second");
  }
}
