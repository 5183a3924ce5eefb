package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.cli.sketch.SketchService;
import dev.triptych.cli.sketch.SketchSteps;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.ExperimentResult;
import io.temporal.client.WorkflowFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a service that outlives the commands. */
@Timeout(300)
class ServiceRunTest {
  private static final String SPEC = "name: one\npriors: mini\nstyles: [an elf]\n";

  @TempDir private Path folder;
  private Path data;
  private final SketchService service = new SketchService();
  private Shell shell;
  private Shell embedded;
  private SketchSteps steps;

  @BeforeEach
  void openShell() throws IOException {
    data = folder.resolve("data");
    shell = new Shell(data, service).withPriors("mini");
    embedded =
        new Shell(
            data,
            (store, places) -> {
              throw new IllegalStateException("not asked for");
            });
    steps = new SketchSteps(FolderStore.open(data));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void startsARunThatGoesOnWithoutTheCommand() throws IOException {
    Shell.Answer started = shell.type("run", spec(), "--run", "mine", "--detach");

    assertThat(started.exitCode()).as(started.err()).isZero();
    assertThat(started.out().strip()).isEqualTo("mine");
    assertThat(started.err())
        .contains("Temporal: workflow mine in namespace", "triptych cancel mine");
    assertThat(state("mine")).isEqualTo("running");
    assertThat(shell.type("status", "mine").err()).contains("no worker answers");

    service.work(FolderStore.open(data), steps);
    service.client().newUntypedWorkflowStub("mine").getResult(ExperimentResult.class);
    service.rest(); // nobody is left to answer; the service knows the result
    JsonNode status = shell.type("status", "mine", "--json").json();
    assertThat(status.path("state").asText()).isEqualTo("done");
    assertThat(status.at("/cells/0/state").asText()).isEqualTo("done");
    assertThat(status.at("/cells/0/metrics/clip_score/mean").asDouble()).isEqualTo(0.87);
    assertThat(status.at("/cells/0/stages")).isNotEmpty();
    assertThat(status.path("report").asText()).endsWith("report.html");
    assertThat(shell.type("list").out()).contains("done", "1 of 1");
  }

  @Test
  void runsWithoutSearchOnAServiceThatDoesNotKnowItsAttributes() throws IOException {
    Shell.Answer started = shell.type("run", spec(), "--run", "mine", "--detach");

    assertThat(started.exitCode()).isZero();
    assertThat(started.err()).contains("will not find this run by its style", "TriptychSeed (Int)");
  }

  @Test
  void followsARunThatAnotherCommandStarted() throws IOException {
    shell.type("run", spec(), "--run", "mine", "--detach");
    service.work(FolderStore.open(data), steps);

    Shell.Answer followed = shell.type("resume", "mine");

    assertThat(followed.exitCode()).as(followed.err()).isZero();
    assertThat(followed.out()).contains("0.870 ± 0.020");
    assertThat(state("mine")).isEqualTo("done");
  }

  @Test
  void stopsARunAndGoesOnWithIt() throws IOException {
    shell.type("run", spec(), "--run", "mine", "--detach");
    Shell.Answer asked = shell.type("cancel", "mine");
    assertThat(asked.exitCode()).as(asked.err()).isZero();
    service.work(FolderStore.open(data), steps);
    awaitState("mine", "cancelled");

    assertThat(shell.type("cancel", "mine").err()).contains("has ended already");
    Shell.Answer resumed = shell.type("resume", "mine");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(state("mine")).isEqualTo("done");
  }

  @Test
  void knowsThatSomebodyTerminatedARun() throws IOException {
    shell.type("run", spec(), "--run", "mine", "--detach");
    service.client().newUntypedWorkflowStub("mine").terminate("tidying up");

    assertThat(shell.type("list").out()).contains("cancelled");
    service.work(FolderStore.open(data), steps);
    assertThat(shell.type("resume", "mine").exitCode()).isZero();
  }

  @Test
  void followingEndsAsTheRunDoes() throws Exception {
    shell.type("run", spec(), "--run", "mine", "--detach");
    service.client().newUntypedWorkflowStub("mine").cancel();
    service.work(FolderStore.open(data), steps);
    try {
      service.client().newUntypedWorkflowStub("mine").getResult(ExperimentResult.class);
    } catch (WorkflowFailedException e) {
      assertThat(shell.type("status", "mine").out()).contains("Run mine: cancelled");
      return;
    }
    throw new AssertionError("the run was not cancelled");
  }

  @Test
  void watchesOnWhenTheStatusCannotBeWritten() throws IOException {
    shell.type("run", spec(), "--run", "mine", "--detach");
    Path inTheWay = Files.createDirectories(data.resolve("runs/mine/status.json/x"));
    service.work(FolderStore.open(data), steps);

    Shell.Answer followed = shell.type("resume", "mine");

    assertThat(followed.exitCode()).isEqualTo(3);
    assertThat(followed.err())
        .contains("The run has ended (done), but its status cannot be written", "status.json")
        .contains("triptych status");
    Files.delete(inTheWay);
    Files.delete(data.resolve("runs/mine/status.json"));
    assertThat(state("mine")).isEqualTo("done");
  }

  @Test
  void showsWhatWasKnownLastWithoutTheService() throws IOException {
    shell.type("run", spec(), "--run", "mine", "--detach");

    Shell.Answer status = embedded.type("status", "mine");
    Shell.Answer cancel = embedded.type("cancel", "mine");

    assertThat(status.exitCode()).isZero();
    assertThat(status.err()).contains("TEMPORAL_ADDRESS is not set");
    assertThat(cancel.exitCode()).isEqualTo(2);
    assertThat(cancel.err()).contains("TEMPORAL_ADDRESS");
  }

  @Test
  void sharesItsFolderWithOtherProcessesOfTheServiceOnly() throws IOException {
    try (FolderLock worker = FolderLock.share(data)) {
      assertThat(shell.type("run", spec(), "--run", "mine", "--detach").exitCode()).isZero();
      Shell.Answer alone = embedded.type("run", spec(), "--run", "other");
      assertThat(alone.exitCode()).isEqualTo(3);
      assertThat(alone.err()).contains("is using the folder");
    }
    try (FolderLock alone = FolderLock.acquire(data)) {
      assertThat(shell.type("run", spec(), "--run", "third").exitCode()).isEqualTo(3);
    }
  }

  @Test
  void refusesWhatOnlyAServiceCanDo() throws IOException {
    Shell.Answer detach = embedded.type("run", spec(), "--detach");
    assertThat(detach.exitCode()).isEqualTo(2);
    assertThat(detach.err()).contains("--detach needs a Temporal service");
    assertThat(embedded.type("run", spec(), "--priority", "9").err()).contains("between 1 and 5");
  }

  private String state(String run) throws IOException {
    return shell.type("status", run, "--json").json().path("state").asText();
  }

  private void awaitState(String run, String state) throws IOException {
    Instant deadline = Instant.now().plusSeconds(60);
    while (!state(run).equals(state) && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
    assertThat(state(run)).isEqualTo(state);
  }

  private String spec() throws IOException {
    return Files.writeString(folder.resolve("spec.yaml"), SPEC).toString();
  }
}
