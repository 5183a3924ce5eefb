package dev.triptych.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchService;
import dev.triptych.cli.sketch.SketchSteps;
import dev.triptych.worker.store.folder.FolderLock;
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

class DeleteAndGcTest {
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

  private Shell.Answer run(String style, String name) throws IOException {
    return shell.type("run", spec(style), "--run", name);
  }

  private String spec(String style) throws IOException {
    return Files.writeString(
            folder.resolve("spec.yaml"),
            "name: one\npriors: mini\nviews: {grid: 1}\nevaluation: {scored: {grid: 1}}\nstyles: ["
                + style
                + "]\n")
        .toString();
  }

  private int lastExecutions() {
    return launches.get(launches.size() - 1).executions();
  }

  private long artefacts() throws IOException {
    try (Stream<Path> tree = Files.walk(data.resolve("blobs"))) {
      return tree.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void deletesOneRunAndFreesWhatItAloneUsed() throws IOException {
    run("an elf", "elf");
    int whole = lastExecutions();
    run("a clown", "clown");
    assertThat(shell.type("delete", "elf").err()).contains("Nothing is deleted", "--yes");

    Shell.Answer deleted = shell.type("delete", "el", "--yes", "--json");

    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(deleted.json().at("/deleted/0/run").asText()).isEqualTo("elf");
    assertThat(deleted.json().at("/deleted/0/documents").asInt()).isGreaterThan(5);
    assertThat(data.resolve("runs/elf")).doesNotExist();
    assertThat(shell.type("list").out()).contains("clown").doesNotContain("elf");

    long before = artefacts();
    assertThat(shell.type("gc", "--json").json().at("/freed/stages/objects").asInt())
        .as("younger than a week")
        .isZero();
    Shell.Answer dry = shell.type("gc", "--older-than", "0", "--dry-run", "--json");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(artefacts()).isEqualTo(before);
    Shell.Answer gc = shell.type("gc", "--older-than", "0", "--json");
    assertThat(gc.exitCode()).as(gc.err()).isZero();
    JsonNode freed = gc.json().path("freed");
    assertThat(freed).isEqualTo(dry.json().path("freed"));
    assertThat(freed.at("/stages/objects").asInt()).isPositive();
    assertThat(artefacts()).isEqualTo(before - freed.at("/blobs/objects").asInt()).isPositive();

    assertThat(shell.type("resume", "clown").exitCode()).isZero();
    assertThat(lastExecutions()).as("the other run has all it had").isZero();
    assertThat(run("an elf", "elf").exitCode()).isZero();
    assertThat(lastExecutions()).isPositive().isLessThan(whole);
  }

  @Test
  void leavesARunThatGoesOnAlone() throws IOException {
    try (SketchService service = new SketchService()) {
      Shell there = new Shell(data, service);
      there.type("run", spec("an elf"), "--run", "mine", "--detach");

      Shell.Answer deleted = there.type("delete", "mine", "--yes");
      Shell.Answer gc = there.type("gc");

      assertThat(deleted.exitCode()).isEqualTo(2);
      assertThat(deleted.err()).contains("still going on", "triptych cancel mine");
      assertThat(gc.exitCode()).as(gc.err()).isZero();
      assertThat(gc.out()).contains("may go on: mine");
      assertThat(there.type("list").out()).containsPattern("mine +running");
    }
  }

  @Test
  void keepsWhatAFailedRunMayGoOnWith() throws IOException {
    run("an orc that fails", "orc");

    JsonNode gc = shell.type("gc", "--older-than", "0", "--json").json();

    assertThat(gc.at("/unfinished/0").asText()).isEqualTo("orc");
    assertThat(gc.at("/freed/stages/objects").asInt()).isZero();
    assertThat(gc.at("/freed/blobs/objects").asInt()).isZero();
    assertThat(gc.at("/kept/blobs/objects").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHalfDeletedRunIsKnownAsSuchAndNeverGoesOn(boolean entryIsGone) throws IOException {
    run("an elf", "mine");
    Files.writeString(data.resolve("runs/mine/deleted.json"), "{}");
    Files.delete(data.resolve("runs/mine/resolved.json"));
    if (entryIsGone) {
      Files.delete(data.resolve("runs/mine/run.json"));
    }

    assertThat(shell.type("list").out())
        .containsPattern("mine +half deleted")
        .contains("triptych delete mine");
    for (Shell.Answer answer :
        List.of(shell.type("resume", "mine"), shell.type("status", "mi"), run("an elf", "mine"))) {
      assertThat(answer.exitCode()).isEqualTo(2);
      assertThat(answer.err()).contains("half deleted", "triptych delete mine");
    }
    assertThat(shell.type("delete", "mine", "--yes").exitCode()).isZero();
    assertThat(data.resolve("runs/mine")).doesNotExist();
    assertThat(run("an elf", "mine").exitCode()).isZero();
    assertThat(lastExecutions()).as("what it had made was there").isZero();
  }

  @Test
  void freesNothingThatItCannotJudge() throws IOException {
    run("an elf", "mine");
    Path entry = data.resolve("runs/mine/run.json");
    String written = Files.readString(entry);

    Files.writeString(entry, written.replace("\"format\":2", "\"format\":3"));
    Shell.Answer newer = shell.type("gc", "--older-than", "0");
    Files.writeString(entry, "{");
    Shell.Answer damaged = shell.type("gc", "--older-than", "0");

    assertThat(newer.exitCode()).isEqualTo(3);
    assertThat(newer.err()).contains("Nothing is freed", "newer version", "mine");
    assertThat(damaged.exitCode()).isEqualTo(3);
    assertThat(damaged.err())
        .contains("Nothing is freed", "run.json", "triptych resume mine", "triptych delete mine");
    assertThat(shell.type("delete", "mine", "--yes").exitCode()).isZero();
    assertThat(shell.type("gc", "--older-than", "0").exitCode()).isZero();
    assertThat(artefacts()).isZero();
  }

  @Test
  void needsTheFolderForItselfToFreeWhatIsYoung() throws IOException {
    run("an elf", "mine");
    try (FolderLock worker = FolderLock.share(data)) {
      assertThat(shell.type("gc").exitCode()).isZero();
      assertThat(shell.type("gc", "--older-than", "1d").exitCode()).isEqualTo(3);
    }
    Shell.Answer odd = shell.type("gc", "--older-than", "soon");
    assertThat(odd.exitCode()).isEqualTo(2);
    assertThat(odd.err()).contains("7d, 12h or 30m");
  }
}
