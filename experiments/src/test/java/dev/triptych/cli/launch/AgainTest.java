package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchEngine;
import dev.triptych.cli.sketch.SketchService;
import dev.triptych.cli.sketch.SketchSteps;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.ExperimentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages that are made anew in spite of what is kept. */
class AgainTest {
  private static final String SPEC =
      "name: one\npriors: mini\nviews: {grid: 2}\nevaluation: {views: {grid: 1}, scored: {grid: 1}}\n";
  private static final int EDITS = 5; // four views and the frontal one, by which it is scored too

  @TempDir private Path folder;
  private Path data;
  private Shell shell;
  private int pencil;
  private final List<SketchSteps> launches = new ArrayList<>();

  @BeforeEach
  void openShell() throws IOException {
    data = folder.resolve("data");
    shell =
        new Shell(
                data,
                (store, places) -> {
                  SketchSteps steps = new SketchSteps(store, pencil);
                  launches.add(steps);
                  return new SketchEngine(store, steps, places.size());
                })
            .withPriors("mini");
  }

  private String spec(String styles) throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), SPEC + "styles: [" + styles + "]\n")
        .toString();
  }

  private int executions(int launch) {
    return launches.get(launch).executions();
  }

  @Test
  void makesOneStageAnewAndTakesTheOthersWhenItsBitsAreTheSame() throws IOException {
    String spec = spec("an elf");
    shell.type("run", spec, "--run", "mine");

    Shell.Answer again = shell.type("run", spec, "--run", "mine", "--again", "edit-view");
    Shell.Answer plain = shell.type("run", spec, "--run", "mine");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("Made anew in spite of what is kept: edit-view");
    assertThat(again.out()).contains("edit-view was made anew, 5 in all, with the same bits");
    assertThat(executions(1)).isEqualTo(EDITS);
    assertThat(executions(2)).as("the order counted once").isZero();
    assertThat(plain.err() + plain.out()).doesNotContain("anew");
    assertThat(data.resolve("runs/mine/again.json")).doesNotExist();
  }

  @Test
  void saysWhatCameOutOtherwiseAndMakesWhatRestsOnIt() throws IOException {
    String spec = spec("an elf");
    shell.type("run", spec, "--run", "mine");
    pencil = 0x123456;

    Shell.Answer again = shell.type("resume", "mine", "--again", "edit-view");
    JsonNode status = shell.type("status", "mine", "--json").json();
    shell.type("resume", "mine");

    assertThat(again.out()).contains("edit-view was made anew, 5 in all; 5 came out otherwise");
    assertThat(shell.type("status", "mine").out()).doesNotContain("anew");
    assertThat(status.at("/cells/0/stages"))
        .filteredOn(stage -> stage.path("stage").asText().equals("edit-view"))
        .hasSize(EDITS)
        .allMatch(stage -> stage.at("/renewed/differing").asInt() == 1);
    assertThat(executions(1))
        .as("edits, training and what rests on it; neither faces nor pre-training")
        .isEqualTo(EDITS + 1 + 2 + 1);
    assertThat(executions(2)).isZero();
  }

  @Test
  void goesOnWithTheOrderOfALaunchThatFailed() throws IOException {
    String spec = spec("an elf, an orc that fails");
    shell.type("run", spec, "--run", "mine");

    Shell.Answer again = shell.type("run", spec, "--run", "mine", "--again", "edit-view");
    Shell.Answer resumed = shell.type("resume", "mine");

    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(executions(1)).isGreaterThan(EDITS);
    assertThat(resumed.err()).contains("Made anew in spite of what is kept: edit-view");
    assertThat(resumed.out()).contains("edit-view was made anew, 5 in all, with the same bits");
    assertThat(executions(2)).as("the orc's attempts").isEqualTo(executions(1) - EDITS);
  }

  @Test
  void refusesAStageThatTheRunDoesNotHave() throws IOException {
    Shell.Answer unknown = shell.type("run", spec("an elf"), "--again", "edit");
    Shell.Answer absent = shell.type("run", spec("an elf"), "--again", "score-style");

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--again", "edit-view", "but is \"edit\"");
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.err()).contains("The run has no score-style. It has sample-identity,");
    assertThat(launches).isEmpty();
  }

  @Test
  @Timeout(300)
  void makesAStageAnewOnAServiceWhoseWorkersAreElsewhere() throws IOException {
    try (SketchService service = new SketchService()) {
      Shell onService = new Shell(data, service);
      SketchSteps steps = new SketchSteps(FolderStore.open(data));
      String spec = spec("an elf");
      onService.type("run", spec, "--run", "mine", "--detach");
      Shell.Answer early = onService.type("run", spec, "--run", "mine", "--again", "fine-tune");
      service.work(FolderStore.open(data), steps);
      service.client().newUntypedWorkflowStub("mine").getResult(ExperimentResult.class);
      int before = steps.executions();

      onService.type("run", spec, "--run", "mine", "--detach", "--again", "fine-tune");
      service.client().newUntypedWorkflowStub("mine").getResult(ExperimentResult.class);

      assertThat(early.exitCode()).isEqualTo(2);
      assertThat(early.err()).contains("The run mine is going on", "triptych cancel mine");
      assertThat(steps.executions() - before).as("the training alone").isEqualTo(1);
      assertThat(onService.type("status", "mine").out())
          .contains("fine-tune was made anew, 1 in all, with the same bits");
      assertThat(data.resolve("runs/mine/again.json")).doesNotExist();
    }
  }
}
