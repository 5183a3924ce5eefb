package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
  @TempDir private Path folder;
  private Path data;
  private Shell shell;
  private final List<SketchSteps> launches = new ArrayList<>();

  @BeforeEach
  void openShell() throws IOException {
    data = folder.resolve("data");
    shell =
        new Shell(
                data,
                (store, places) -> {
                  SketchSteps steps = new SketchSteps(store);
                  launches.add(steps);
                  return new SketchEngine(store, steps, places.size());
                })
            .withPriors("mini");
  }

  @Test
  void makesPortraitsAndFindsThemAgain() throws IOException {
    String spec = spec("name: two heads\npriors: mini\nstyles: [an elf, a clown]\n");

    Shell.Answer first = shell.type("run", spec);
    Shell.Answer again = shell.type("run", spec);

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains("CLIP score", "0.870 ± 0.020", "Report ", "report.html");
    assertThat(launches.get(0).executions()).isPositive();
    assertThat(again.exitCode()).isZero();
    assertThat(launches.get(1).executions()).as("steps of the second run").isZero();
    JsonNode runs = shell.type("list", "--json").json();
    assertThat(runs).hasSize(1);
    assertThat(runs.at("/0/run").asText()).matches("two-heads-[0-9a-f]{8}");
    assertThat(runs.at("/0/state").asText()).isEqualTo("done");
    Path report = Path.of(again.out().replaceAll("(?s).*Report +(\\S+).*", "$1"));
    assertThat(report).content().contains("an elf", "a clown", "\"name\":\"total\"");
  }

  @Test
  void tellsTheStatusInItsDocumentedForm() throws IOException {
    shell.type("run", spec("name: one\npriors: mini\nstyles: [an elf]\n"), "--run", "first");

    JsonNode status = shell.type("status", "first", "--json").json();

    assertThat(status.path("run").asText()).isEqualTo("first");
    assertThat(status.path("state").asText()).isEqualTo("done");
    assertThat(status.at("/spec/styles/0").asText()).isEqualTo("an elf");
    JsonNode cell = status.at("/cells/0");
    assertThat(cell.path("cell").asText()).isEqualTo("an-elf-ours-s0");
    assertThat(cell.path("style").asText()).isEqualTo("an elf");
    assertThat(cell.path("variant").asText()).isEqualTo("ours");
    assertThat(cell.path("seed").asLong()).isZero();
    assertThat(cell.path("state").asText()).isEqualTo("done");
    assertThat(cell.at("/metrics/clip_score/mean").asDouble()).isEqualTo(0.87);
    assertThat(cell.at("/metrics/clip_score/std").asDouble()).isEqualTo(0.02);
    List<String> stages = cell.path("stages").findValuesAsText("stage");
    assertThat(stages)
        .startsWith("sample-identity", "render-views")
        .endsWith(
            "assemble-dataset",
            "pretrain",
            "fine-tune",
            "render-portrait",
            "render-portrait",
            "evaluate")
        .as("nine views to learn from, sixteen to score, the frontal one being among the nine")
        .hasSize(1 + 2 + 9 + 16 + 2 + 1 + 1 + 2 + 1);
    for (JsonNode stage : cell.path("stages")) {
      assertThat(stage.path("key").asText()).matches("[0-9a-f]{64}");
      assertThat(stage.path("state").asText()).isEqualTo("done");
      assertThat(stage.path("cached").isBoolean()).isTrue();
      assertThat(stage.path("seconds").isNumber()).isTrue();
      JsonNode output = stage.path("outputs").path(0);
      assertThat(output.path("name").asText()).isNotEmpty();
      assertThat(output.path("sha256").asText()).matches("[0-9a-f]{64}");
      assertThat(data.resolve(output.path("key").asText())).hasSize(output.path("bytes").asLong());
    }
    assertThat(shell.type("status").out()).contains("Run first: done", "0.870 ± 0.020");
  }

  @Test
  void exportsPicturesByCellAndAngle() throws IOException {
    shell.type("run", spec("name: one\npriors: mini\nstyles: [an elf]\n"));
    Path views = folder.resolve("views");

    Shell.Answer exported = shell.type("export", "one", "--views", views.toString());

    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(names(views.resolve("an-elf-ours-s0"))).containsExactly("edited", "novel", "source");
    for (String kind : List.of("edited", "novel", "source")) {
      assertThat(names(views.resolve("an-elf-ours-s0").resolve(kind)))
          .hasSize(9)
          .contains("p+0_y+0.png", "p-30_y+30.png", "p+30_y-30.png");
    }
  }

  @Test
  void survivesAFailedPortraitAndSaysWhy() throws IOException {
    String spec = spec("name: mixed\npriors: mini\nstyles: [an elf, an orc that fails]\n");

    Shell.Answer answer = shell.type("run", spec);

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("0.870 ± 0.020", "an-orc-that-fails-ours-s0 failed", "The pencil broke.");
    assertThat(answer.err()).doesNotContain("\tat ");
    assertThat(shell.type("status", "--json").json().at("/cells/1/state").asText())
        .isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"the disk is full", "the prior set is damaged"})
  void saysThatSomethingAroundItWasInTheWayOfAPortrait(String trouble) throws IOException {
    String spec =
        spec("name: mixed\npriors: mini\nstyles: [an elf, an orc while " + trouble + "]\n");

    Shell.Answer answer = shell.type("run", spec);

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out())
        .contains("0.870 ± 0.020", "failed: edit-view ")
        .containsIgnoringCase(trouble)
        .contains("/the/file");
    assertThat(shell.type("resume", "--json").exitCode()).isEqualTo(3);
  }

  @Test
  void doesNotTryAgainWhatIsTheSameEveryTime() throws IOException {
    String spec = spec("name: mixed\npriors: mini\nstyles: [an elf, an orc without a path]\n");

    Shell.Answer answer =
        shell.type("run", spec, "--set", "views.grid=1", "--set", "evaluation.scored.grid=1");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("an-orc-without-a-path-ours-s0 failed", "Malformed input");
    assertThat(launches.get(0).executions())
        .as("sampling, rendering, two edits, pre-training, and four steps of one portrait")
        .isEqualTo(1 + 2 + 2 + 1 + 4);
  }

  @Test
  void writesDownThatTheRunAsAWholeHasFailed() throws IOException {
    String spec = spec("name: one\npriors: mini\nstyles: [an elf]\n");
    Files.createDirectories(data.resolve("runs/mine/journal.jsonl")); // in the way of the tracker

    Shell.Answer answer = shell.type("run", spec, "--run", "mine");

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.err()).contains("journal.jsonl");
    JsonNode status = shell.type("status", "mine", "--json").json();
    assertThat(status.path("state").asText()).isEqualTo("failed");
    assertThat(status.at("/failure/message").asText()).contains("journal.jsonl");
    assertThat(status.at("/cells/0/state").asText()).isEqualTo("cancelled");
    assertThat(shell.type("list", "--json").json().at("/0/state").asText()).isEqualTo("failed");
    assertThat(data.resolve("runs/mine/report.html")).content().contains("some failed");
    Files.delete(data.resolve("runs/mine/journal.jsonl"));
    assertThat(shell.type("resume", "mine").exitCode()).isZero();
  }

  @Test
  void warnsOfTextsThatAreCutWhereverTheRunIsTold() throws IOException {
    String cut = "Robot at the end";
    String spec =
        spec(
            "name: one\npriors: mannequin-64\nviews: {grid: 1}\nevaluation: {views: {grid: 1}}\n"
                + "styles: [an elf in a bronze statue of a wizard on a face of a clown and a "
                + cut
                + "]\n");

    assertThat(shell.type("run", spec, "--dry-run").out()).contains("# Warning: styles[0]", cut);
    JsonNode dry = shell.type("run", spec, "--dry-run", "--json").json();
    assertThat(dry.at("/warnings/0/path").asText()).isEqualTo("styles[0]");
    assertThat(dry.at("/warnings/0/cut").asText()).contains(cut);
    Shell.Answer run = shell.type("run", spec, "--run", "mine");
    assertThat(run.err()).contains("Warning: styles[0]", cut);
    assertThat(shell.type("status", "mine").out()).contains("Warning: styles[0]", cut);
    assertThat(shell.type("status", "mine", "--json").json().at("/warnings")).hasSize(2);
    assertThat(data.resolve("runs/mine/report.html")).content().contains("Warnings", "is cut off");
  }

  @Test
  void tellsWhatGaveWay() throws IOException {
    String spec = spec("name: one\npriors: mannequin-64\nstyles: [an elf]\n");

    Shell.Answer text = shell.type("run", spec, "--dry-run", "--set", "i2t.fineTuning.steps=1");
    JsonNode json =
        shell.type("run", spec, "--dry-run", "--json", "--set", "i2t.fineTuning.steps=1").json();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).contains("# Note: i2t.fineTuning.warmUpSteps is 1 instead of 20");
    assertThat(json.at("/bent/0/path").asText()).isEqualTo("i2t.fineTuning.warmUpSteps");
    assertThat(json.at("/spec/i2t/fineTuning/warmUpSteps").asInt()).isEqualTo(1);
  }

  @Test
  void takesNamesInAnyScriptAndNoneThatIsTooLong() throws IOException {
    String spec = spec("name: राजा\npriors: mini\nstyles: [राजा, रोजा, C, C++]\n");

    assertThat(shell.type("run", spec, "--run", "रानी").exitCode()).isZero();
    assertThat(shell.type("run", spec).exitCode()).isZero();
    assertThat(names(data.resolve("runs"))).hasSize(2).contains("रानी");
    assertThat(shell.type("status", "रानी", "--json").json().findValuesAsText("cell"))
        .hasSize(4)
        .contains("राजा-ours-s0", "रोजा-ours-s0");
    Shell.Answer refused = shell.type("run", spec, "--run", "精".repeat(90));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("255 bytes");
  }

  @Test
  void resumesWithTheSpecOfTheRun() throws IOException {
    String spec = spec("name: one\npriors: mini\nstyles: [an elf]\n");
    shell.type("run", spec, "--set", "edit.tau=0.5");
    Files.delete(Path.of(spec));

    Shell.Answer resumed = shell.type("resume", "one", "--json");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.json().at("/spec/edit/tau").asDouble()).isEqualTo(0.5);
    assertThat(launches.get(1).executions()).isZero();
  }

  @Test
  void keepsANamedRunToItsSpec() throws IOException {
    String spec = spec("name: one\npriors: mini\nstyles: [an elf]\n");
    shell.type("run", spec, "--run", "mine");

    Shell.Answer other = shell.type("run", spec, "--run", "mine", "--set", "edit.tau=0.5");

    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("exists and has another spec", "triptych resume mine");
  }

  private String spec(String text) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), text).toString();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
