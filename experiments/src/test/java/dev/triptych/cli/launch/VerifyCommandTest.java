package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final String SPEC =
      """
      name: one
      priors: mini
      views: {grid: 1}
      evaluation: {views: {grid: 1}, scored: {grid: 1}}
      styles: [an elf, a clown]
      trainedOn: mssi
      """;
  private static final int KINDS = 9; // of stages of a model of many styles

  @TempDir private Path folder;
  private Path data;
  private Shell shell;
  private int pencil;

  @BeforeEach
  void runOnce() throws IOException {
    data = folder.resolve("data");
    shell =
        new Shell(
                data,
                (store, places) ->
                    new SketchEngine(store, new SketchSteps(store, pencil), places.size()))
            .withPriors("mini");
    String spec = Files.writeString(folder.resolve("spec.yaml"), SPEC).toString();
    shell.type("run", spec, "--run", "mine");
  }

  /** Content of all that is kept, by name. */
  private Map<String, String> kept() throws IOException {
    Map<String, String> kept = new TreeMap<>();
    for (String part : List.of("stages", "blobs", "runs")) {
      try (Stream<Path> files = Files.walk(data.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          kept.put(data.relativize(file).toString(), Files.getLastModifiedTime(file).toString());
        }
      }
    }
    return kept;
  }

  private Path blobOf(String stage) throws IOException {
    JsonNode stages = shell.type("status", "mine", "--json").json().at("/cells/0/stages");
    for (JsonNode each : stages) {
      if (each.path("stage").asText().equals(stage)) {
        return data.resolve(each.at("/outputs/0/key").asText());
      }
    }
    throw new AssertionError("no " + stage);
  }

  @Test
  void readsEveryArtefactAndMakesStepsOfEachKindOnceMoreBesideTheStore() throws IOException {
    Map<String, String> before = kept();

    Shell.Answer answer =
        shell.type("verify", "mine", "--sample", Integer.toString(KINDS), "--json");

    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    JsonNode steps = answer.json().path("steps");
    assertThat(steps.findValuesAsText("stage")).doesNotHaveDuplicates().hasSize(KINDS);
    assertThat(steps.findValuesAsText("outcome")).containsOnly("same-bits");
    assertThat(answer.json().at("/artefacts/checked").asInt()).isGreaterThan(KINDS);
    assertThat(answer.json().at("/artefacts/damaged")).isEmpty();
    assertThat(kept()).isEqualTo(before);
    assertThat(data.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void drawsTheSameStepsByTheSameSeed() throws IOException {
    JsonNode first = shell.type("verify", "--sample", "2", "--seed", "7", "--json").json();
    JsonNode second = shell.type("verify", "--sample", "2", "--seed", "7", "--json").json();

    assertThat(first.path("steps").findValuesAsText("key"))
        .hasSize(2)
        .isEqualTo(second.path("steps").findValuesAsText("key"));
  }

  @Test
  void namesWhatIsDamagedUntilItIsMadeAnew() throws IOException {
    Path checkpoint = blobOf("fine-tune");
    Files.writeString(checkpoint, "spoilt");

    Shell.Answer answer = shell.type("verify", "mine", "--sample", "0");

    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.out())
        .contains("1 are damaged or gone", checkpoint.getFileName().toString())
        .contains("triptych resume mine");
    assertThat(shell.type("resume", "mine").exitCode()).isZero();
    assertThat(shell.type("verify", "mine", "--sample", "0").out())
        .contains("every one is what its digest says");
  }

  @Test
  void failsWhereAStepComesOutOtherwiseAtTheSamePlace() throws IOException {
    pencil = 0x123456;
    Map<String, String> before = kept();

    Shell.Answer answer = shell.type("verify", "mine", "--sample", "99", "--tolerance", "1");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .containsPattern("edit-view +[0-9a-f]{8} +different")
        .containsPattern("render-views +[0-9a-f]{8} +same bits")
        .containsPattern("edited: 0\\.[0-9]+, mean difference of colours");
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  void comparesValuesWhereAnotherProcessorMadeThem() throws IOException {
    try (Stream<Path> edits = Files.list(data.resolve("stages/edit-view"))) {
      for (Path edit : edits.toList()) {
        String document = Files.readString(edit);
        Files.writeString(
            edit, document.replaceAll("\"processor\":\"[^\"]*\"", "\"processor\":\"Abacus\""));
      }
    }
    pencil = 0x123456;

    Shell.Answer near = shell.type("verify", "mine", "--sample", "99", "--tolerance", "1");
    Shell.Answer far = shell.type("verify", "mine", "--sample", "99", "--tolerance", "0.0001");

    assertThat(near.exitCode()).as(near.out()).isZero();
    assertThat(near.out())
        .containsPattern("edit-view +[0-9a-f]{8} +within tolerance")
        .contains("it was made elsewhere (processor Abacus → ");
    assertThat(far.exitCode()).isEqualTo(1);
    assertThat(far.out()).containsPattern("edit-view +[0-9a-f]{8} +different");
  }

  @Test
  void doesNotCompareWhatThisVersionAsksForUnderAnotherKey() throws IOException {
    try (Stream<Path> kept = Files.list(data.resolve("stages/sample-identity"))) {
      Path identity = kept.findFirst().orElseThrow();
      String document = Files.readString(identity);
      Files.writeString(identity, document.replaceFirst("\"seed\":0", "\"seed\":1"));
    }

    Shell.Answer answer = shell.type("verify", "mine", "--sample", "99");

    assertThat(answer.exitCode()).as(answer.out()).isZero();
    assertThat(answer.out()).containsPattern("sample-identity +[0-9a-f]{8} +not comparable");
  }

  @Test
  void refusesATolerance() {
    Shell.Answer answer = shell.type("verify", "mine", "--tolerance", "-1");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("--tolerance must be a number from 0");
  }
}
