package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.worker.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixCommandTest {
  @TempDir private static Path folder;
  private static Shell shell;

  @BeforeAll
  static void runOnce() throws IOException {
    shell = Shell.sketching(folder.resolve("data")).withPriors("mini");
    run(
        "many",
        """
        styles: [an elf, a clown]
        trainedOn: {regime: msmi, identities: 2, heldOut: 1}
        variants: [ours]
        """);
  }

  private static void run(String name, String settings) throws IOException {
    Path spec = folder.resolve(name + ".yaml");
    Files.writeString(spec, "name: " + name + "\npriors: mini\n" + settings);
    assertThat(shell.type("run", spec.toString(), "--run", name).exitCode()).isZero();
  }

  private static Shell.Answer mix(String from, String to, String... more) {
    List<String> all = new ArrayList<>(List.of("mix", "many", "--from", from, "--to", to));
    all.addAll(List.of(more));
    return shell.type(all.toArray(String[]::new));
  }

  private static String report() throws IOException {
    return Files.readString(folder.resolve("data/runs/many/report.html"));
  }

  @Test
  void showsAMixInTheReportAndWritesItsPictures() throws IOException {
    Path to = folder.resolve("pictures");
    Shell.Answer answer =
        mix("an elf", "A Clown", "--steps", "4", "--views", "3", "-o", to.toString(), "--json");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    JsonNode steps = answer.json().path("steps");
    assertThat(steps).hasSize(4);
    assertThat(steps.at("/1/share").asDouble()).isEqualTo(1 / 3.);
    assertThat(Digests.sha256(to.resolve("step-03/p+0_y+0.png")))
        .isEqualTo(steps.at("/3/views/p+0_y+0/sha256").asText());
    try (Stream<Path> files = Files.walk(to)) {
      assertThat(files.filter(file -> file.toString().endsWith(".png")))
          .as("three sides of four steps, and a sheet")
          .hasSize(3 * 4 + 1);
    }
    assertThat(report()).contains("an elf to a clown", "data-mix=\"0\"");
    int mixes = report().split("data-mix=").length;
    assertThat(mix("an elf", "a clown", "--steps", "4", "--views", "3").exitCode()).isZero();
    assertThat(report().split("data-mix=")).as("the same mix again").hasSize(mixes);
  }

  @Test
  void mixesOnAFaceThatWasHeldOut() throws IOException {
    assertThat(mix("an elf", "a clown", "--face", "2").exitCode()).isZero();
    assertThat(report()).contains("face 2, which was never trained on");
    assertThat(mix("an elf", "a clown", "--face", "3").err())
        .contains("no --face 3", "0, 1, 2 (held out)");
  }

  @Test
  void isExplainedAndVerifiedWithItsRun() throws IOException {
    assertThat(mix("an elf", "a clown", "--steps", "5", "--views", "1").exitCode()).isZero();

    JsonNode explained = shell.type("explain", "many", "mix-styles", "--json").json();
    JsonNode stage = explained.at("/cells/0/stages/0");
    assertThat(stage.path("stage").asText()).isEqualTo("mix-styles");
    assertThat(stage.path("ran").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(stage.at("/sources/0/run").asText()).isEqualTo("many");

    JsonNode verified = shell.type("verify", "many", "--sample", "12", "--json").json();
    assertThat(verified.path("steps"))
        .filteredOn(made -> made.path("stage").asText().equals("mix-styles"))
        .isNotEmpty()
        .allMatch(made -> made.path("outcome").asText().equals("same-bits"));
  }

  @Test
  void refusesARunThatHasAModelForEachStyle() throws IOException {
    run("one", "styles: [an elf, a clown]\n");
    Shell.Answer answer = shell.type("mix", "one", "--from", "an elf", "--to", "a clown");
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("none that knows two", "trainedOn: mssi");
  }

  @Test
  void saysWhatIsWrongAndHowToMendIt() {
    assertThat(mix("an elf", "a clwn").err()).contains("did you mean \"a clown\"?");
    assertThat(mix("a chair", "a clown").err()).contains("it has an elf, a clown");
    assertThat(mix("an elf", "an elf").err()).contains("are the same style");
    assertThat(mix("an elf", "a clown", "--cell", "msmi-our-s0").err())
        .contains("did you mean \"msmi-ours-s0\"?");
    assertThat(mix("an elf", "a clown", "--views", "4").err()).contains("must be odd");
    assertThat(mix("an elf", "a clown", "--steps", "1").err()).contains("between 2 and 33");
  }
}
