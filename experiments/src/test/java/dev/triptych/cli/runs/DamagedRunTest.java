package dev.triptych.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One run's documents are damaged; a sound run lies beside it. */
class DamagedRunTest {
  @TempDir private static Path sound;
  private static String spec;

  @TempDir private Path folder;
  private Path data;
  private Path hurt;
  private Shell shell;

  @BeforeAll
  static void makeTwoRuns() throws IOException {
    spec =
        Files.writeString(sound.resolve("spec.yaml"), "name: one\npriors: mini\nstyles: [an elf]\n")
            .toString();
    Shell shell = shell(sound.resolve("data"));
    shell.type("run", spec, "--run", "hurt");
    shell.type("run", spec, "--run", "sound");
  }

  @BeforeEach
  void takeThem() throws IOException {
    data = folder.resolve("data");
    hurt = data.resolve("runs/hurt");
    copy(sound.resolve("data"), data);
    shell = shell(data);
  }

  private static Shell shell(Path data) throws IOException {
    return Shell.sketching(data).withPriors("mini");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[1]",
        "{\"run\":\"hurt\"}",
        "\0\0\0\0",
        "{\"run\":\"hurt\",\"na"
      })
  void doesNotHideOthersAndIsMendedByResuming(String content) throws IOException {
    Files.writeString(hurt.resolve("run.json"), content);

    Shell.Answer list = shell.type("list");
    JsonNode json = shell.type("list", "--json").json();
    Shell.Answer status = shell.type("status", "hurt");

    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .containsPattern("sound +done")
        .containsPattern("hurt +damaged")
        .contains(hurt.resolve("run.json").toString(), "triptych resume hurt");
    assertThat(json.findValuesAsText("state")).contains("done", "damaged");
    assertThat(json.at("/1/file").asText()).isEqualTo(hurt.resolve("run.json").toString());
    assertThat(shell.type("status").out()).contains("Run sound: done");
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.err()).contains(hurt.resolve("run.json").toString(), "triptych resume hurt");

    Shell.Answer resumed = shell.type("resume", "hurt");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(shell.type("list").out()).containsPattern("hurt +done").doesNotContain("damaged");
    assertThat(shell.type("run", spec, "--run", "hurt").exitCode()).as("is the same run").isZero();
  }

  @Test
  void isOneWhoseEntryIsAnothers() throws IOException {
    Files.copy(data.resolve("runs/sound/run.json"), replaced("run.json"));

    assertThat(shell.type("list").out())
        .containsPattern("hurt +damaged")
        .contains("belongs to the run sound");
  }

  @Test
  void isToldApartFromOneThatIsNotThere() {
    Shell.Answer answer = shell.type("status", "hurtt");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("There is no run", "did you mean \"hurt\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{\"run\":\"hurt\",\"sta", "{\"run\":\"hurt\"}"})
  void saysThatItsStatusIsDamaged(String content) throws IOException {
    Files.writeString(hurt.resolve("status.json"), content);

    complains(shell.type("status", "hurt"), "status.json", "triptych resume hurt");
    assertThat(shell.type("list").out()).containsPattern("hurt +done");

    assertThat(shell.type("resume", "hurt").exitCode()).isZero();
    assertThat(shell.type("status", "hurt").out()).contains("Run hurt: done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"name\":", "17"})
  void saysThatItsResolvedSpecIsDamaged(String content) throws IOException {
    Files.writeString(hurt.resolve("resolved.json"), content);

    for (String verb : List.of("resume", "report")) {
      complains(shell.type(verb, "hurt"), "resolved.json", "triptych run SPEC --run hurt");
    }
    assertThat(shell.type("list").exitCode()).isZero();
    assertThat(shell.type("run", spec, "--run", "hurt").exitCode()).isZero();
    assertThat(shell.type("resume", "hurt").exitCode()).isZero();
  }

  @Test
  void saysThatItsResolvedSpecIsMissing() throws IOException {
    Files.delete(hurt.resolve("resolved.json"));

    complains(shell.type("resume", "hurt"), "resolved.json", "triptych run SPEC --run hurt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{\"path\":", "{}"})
  void saysThatItsWarningsAreDamaged(String content) throws IOException {
    Files.writeString(hurt.resolve("warnings.json"), content);

    complains(shell.type("report", "hurt"), "warnings.json", "triptych resume hurt");

    assertThat(shell.type("resume", "hurt").exitCode()).isZero();
    assertThat(shell.type("report", "hurt").exitCode()).isZero();
  }

  @Test
  void saysThatItsStageRecordsAreDamaged() throws IOException {
    cutShort(hurt.resolve("stages"));

    complains(
        shell.type("export", "hurt", "--views", folder.resolve("views").toString()),
        "stages",
        "triptych resume hurt");
    assertThat(shell.type("report", "hurt").exitCode()).as("shows the rest").isZero();
    assertThat(shell.type("status", "hurt").exitCode()).isZero();

    assertThat(shell.type("resume", "hurt").exitCode()).isZero();
    assertThat(
            shell.type("export", "hurt", "--views", folder.resolve("views").toString()).exitCode())
        .isZero();
  }

  @Test
  void mendsKeptResultsThatAreDamaged() throws IOException {
    cutShort(data.resolve("stages"));

    assertThat(shell.type("report", "hurt").exitCode()).as("shows the rest").isZero();
    assertThat(shell.type("resume", "hurt").exitCode()).isZero();
    Shell.Answer report = shell.type("report", "hurt");
    assertThat(Path.of(report.out().strip())).content().contains("an elf");
  }

  @Test
  void goesOnWithAJournalAndACursorThatAreDamaged() throws IOException {
    Path journal = hurt.resolve("journal.jsonl");
    Files.writeString(journal, Files.readString(journal) + "null\n{}\n{\"id\":\"x\",\"ev");
    Files.writeString(hurt.resolve("mlflow.json"), "{\"delivered\":[]}");

    Shell.Answer resumed = shell.type("resume", "hurt");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private Path replaced(String document) throws IOException {
    Files.delete(hurt.resolve(document));
    return hurt.resolve(document);
  }

  private static void cutShort(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
      }
    }
  }

  private static void complains(Shell.Answer answer, String... words) {
    assertThat(answer.err()).contains(words).doesNotContain("\tat ", "Exception", "fault");
    assertThat(answer.exitCode()).isEqualTo(3);
  }
}
