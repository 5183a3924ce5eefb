package dev.triptych.cli.priors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets put together from the bundled one, through the command line. */
class PriorsCommandsTest {
  @TempDir private Path data;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell =
        new Shell(
            data,
            (store, slots) -> {
              throw new IllegalStateException("nothing is launched");
            });
  }

  private Shell.Answer take(String... parts) {
    Stream<String> from = Stream.of(parts).flatMap(p -> Stream.of("--" + p, "mannequin-64"));
    return shell.type(
        Stream.concat(Stream.of("priors", "import", "--name", "copy"), from)
            .toArray(String[]::new));
  }

  @Test
  void aSetOfAnotherSetsPartsIsCompleteAndSound() throws IOException {
    Shell.Answer imported = take("eg3d-from", "edit-from", "clip-from", "lpips-from");

    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("The set is complete. Next: triptych priors check copy");
    Shell.Answer checked = shell.type("priors", "check", "copy");
    assertThat(checked.exitCode()).as(checked.out()).isZero();
    assertThat(shell.type("priors", "list").out()).containsPattern("copy .*complete");
    JsonNode shown = shell.type("priors", "show", "copy", "--json").json();
    JsonNode original = shell.type("priors", "show", "mannequin-64", "--json").json();
    assertThat(shown.at("/imageSize").asInt()).isEqualTo(64);
    assertThat(shown.at("/missing")).isEmpty();
    assertThat(file(shown, "unet")).isEqualTo(file(original, "unet"));
    assertThat(file(shown, "i2t"))
        .as("it was pre-trained for this generator")
        .isEqualTo(file(original, "i2t"));
    assertThat(shown.at("/recommendations/i2t")).isEqualTo(original.at("/recommendations/i2t"));
    assertThat(shown.at("/recommendations/edit")).isEqualTo(original.at("/recommendations/edit"));
  }

  private static List<String> file(JsonNode shown, String role) {
    for (JsonNode file : shown.path("files")) {
      if (file.path("role").asText().equals(role)) {
        return List.of(
            file.path("sha256").asText(),
            file.path("parameters").asText(),
            file.path("precision").asText());
      }
    }
    return List.of();
  }

  @Test
  void saysWhatAnIncompleteSetLacksWhereverItIsMet() throws IOException {
    Shell.Answer imported = take("edit-from", "lpips-from");
    String next = "triptych priors import --name copy --eg3d FILE.pkl --clip DIR";

    assertThat(imported.out()).contains("Still missing: eg3d, clip. Next: " + next);
    assertThat(shell.type("priors", "show", "copy").out()).contains("missing: eg3d, clip", next);
    assertThat(shell.type("priors", "list").out()).contains("lacks eg3d, clip");
    Path spec =
        Files.writeString(data.resolve("a.yaml"), "name: a\npriors: copy\nstyles: [an elf]\n");
    Shell.Answer run = shell.type("run", spec.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("is not complete; it lacks eg3d, clip", next);
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    Shell.Answer dry =
        shell.type(
            "priors",
            "import",
            "--name",
            "copy",
            "--lpips-from",
            "mannequin-64",
            "--dry-run",
            "--json");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.json().at("/digest").isNull()).isTrue();
    assertThat(dry.json().at("/parts/0/networks/0/tensors").asInt()).isPositive();
    assertThat(data.resolve("priors")).doesNotExist();
  }

  @Test
  void refusesWhatCannotBeImported() {
    Shell.Answer nothing = shell.type("priors", "import", "--name", "copy");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("there is nothing to import", "--eg3d FILE");
    Shell.Answer files =
        shell.type(
            "priors",
            "import",
            "--name",
            "mannequin-64",
            "--edit",
            data + "/none",
            "--clip-from",
            "non");
    assertThat(files.exitCode()).isEqualTo(3);
    assertThat(files.err()).contains("no prior set 'non'");
    Shell.Answer two =
        shell.type(
            "priors", "import", "--name", "x", "--edit", data + "/none", "--clip", data + "/no");
    assertThat(two.exitCode()).isEqualTo(2);
    assertThat(two.err()).contains("2 problems:", "there is no such folder", "--edit", "--clip");
  }

  @Test
  void tellsProgramsWhatIsWrongOneByOne() throws IOException {
    Shell.Answer refused =
        shell.type(
            "priors",
            "import",
            "--name",
            "x",
            "--edit",
            data + "/none",
            "--clip",
            data + "/no",
            "--json");

    JsonNode problems = refused.json().at("/error/problems");
    assertThat(problems).hasSize(2);
    assertThat(problems.at("/1/role").asText()).isEqualTo("clip");
    assertThat(problems.at("/1/file").asText()).isEqualTo("--clip " + data + "/no");
    assertThat(problems.at("/1/trouble").asText()).isEqualTo("there is no such folder");
    assertThat(problems.at("/1/mend").asText()).startsWith("Name the folder");
    assertThat(problems.at("/1/tensor").isNull()).isTrue();
  }

  @Test
  void removesASetOnlyIfToldTo() throws IOException {
    take("lpips-from");
    Shell.Answer asked = shell.type("priors", "remove", "copy");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("Nothing is removed", "--yes");
    assertThat(data.resolve("priors/copy/prior.json")).exists();

    Shell.Answer removed = shell.type("priors", "remove", "copy", "--yes", "--json");
    assertThat(removed.exitCode()).isZero();
    assertThat(removed.json().at("/bytes").asLong()).isGreaterThan(200_000);
    assertThat(data.resolve("priors/copy")).doesNotExist();
    try (Stream<Path> left = Files.list(data.resolve("priors"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("copy"));
    }
    assertThat(shell.type("priors", "remove", "copy", "--yes").err())
        .contains("no prior set 'copy'");
    assertThat(shell.type("priors", "remove", "mannequin-64", "--yes").err())
        .contains("comes with the program");
    assertThat(shell.type("priors", "remove", "../x", "--yes").exitCode()).isEqualTo(2);
  }
}
