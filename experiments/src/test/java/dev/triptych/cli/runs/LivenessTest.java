package dev.triptych.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.cli.sketch.Shell;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.StatusNote;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.CellStates;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessTest {
  private static final ExperimentSpec SPEC =
      ExperimentSpec.paper("one", "mannequin-64", List.of("an elf"));

  @TempDir private Path data;
  private FolderStore store;
  private Shell shell;
  private final Instant now = Instant.now();

  @BeforeEach
  void open() {
    store = FolderStore.open(data);
    shell =
        new Shell(
            data,
            (place, slots) -> {
              throw new IllegalStateException("not asked for");
            });
  }

  @ParameterizedTest
  @CsvSource({"PT11M, 11 min", "PT3H5M, 3 h", "P5D, 5 days"})
  void ofASilentHostIsInterrupted(Duration silence, String age) throws IOException {
    run("far-away", now.minus(Duration.ofDays(9)), now.minus(silence), State.RUNNING, null);

    String list = shell.type("list").out();
    String status = shell.type("status", "mine").out();
    JsonNode listed = shell.type("list", "--json").json().path(0);
    JsonNode told = shell.type("status", "mine", "--json").json();

    String hint = "not heard of for " + age + " on host far-away; go on with: triptych resume mine";
    assertThat(list).containsPattern("mine +interrupted").contains(age + " ago", hint);
    assertThat(status).contains("Run mine: interrupted", age + " ago, on host far-away", hint);
    assertThat(listed.path("state").asText()).isEqualTo("interrupted");
    assertThat(listed.path("hint").asText()).isEqualTo(hint);
    assertThat(Instant.parse(listed.path("heard").asText())).isEqualTo(now.minus(silence));
    assertThat(told.path("state").asText()).isEqualTo("interrupted");
    assertThat(told.path("hint").asText()).isEqualTo(hint);
    assertThat(Instant.parse(told.path("updated").asText())).isEqualTo(now.minus(silence));
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT90S", "PT9M", "PT-3M"})
  void ofAHostThatWasHeardOfGoesOn(Duration silence) throws IOException {
    run("far-away", now.minus(Duration.ofDays(9)), now.minus(silence), State.RUNNING, null);

    assertThat(shell.type("list").out())
        .containsPattern("mine +running.* ago")
        .doesNotContain("triptych resume");
    assertThat(shell.type("status", "mine").out()).contains("Run mine: running", "Heard of");
  }

  @Test
  void ofAnEarlierProgramIsJudgedByItsStart() throws IOException {
    run("far-away", now.minus(Duration.ofHours(7)), null, State.RUNNING, null);
    assertThat(shell.type("list").out()).contains("not heard of for 7 h on host far-away");

    run("far-away", now.minus(Duration.ofMinutes(2)), null, State.RUNNING, null);
    assertThat(shell.type("list").out()).containsPattern("mine +running");
  }

  @Test
  void ofARunLaunchedAgainCountsFromItsLaunch() throws IOException {
    Instant before = now.minus(Duration.ofDays(3));
    run("far-away", now.minus(Duration.ofMinutes(1)), before, State.RUNNING, null);

    assertThat(shell.type("list").out()).containsPattern("mine +running.*1 min ago");
  }

  @Test
  void ofThisMachineAsksForTheProcess() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    run(Host.name(), now, now, State.RUNNING, null, dead.pid());

    assertThat(shell.type("list").out())
        .containsPattern("mine +interrupted")
        .contains("its process " + dead.pid() + " is gone; go on with: triptych resume mine");

    run(Host.name(), now, now.minus(Duration.ofHours(1)), State.RUNNING, null);
    assertThat(shell.type("list").out()).containsPattern("mine +running");
  }

  @Test
  void ofAServiceOutlivesItsProcess() throws IOException {
    Instant before = now.minus(Duration.ofHours(3));
    run("far-away", before, before, State.RUNNING, "namespace default at temporal:7233");

    Shell.Answer status = shell.type("status", "mine");

    assertThat(status.out()).contains("Run mine: running", "Heard of    3 h ago");
    assertThat(status.err()).contains("what was last known");
  }

  @Test
  void ofAnEndedRunIsItsEnd() throws IOException {
    run("far-away", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), State.DONE, null);

    assertThat(shell.type("list").out()).containsPattern("mine +done").doesNotContain("ago");
    assertThat(shell.type("status", "mine").out()).doesNotContain("Heard of", "resume");
  }

  private void run(
      String host,
      Instant started,
      @Nullable Instant updated,
      State state,
      @Nullable String service)
      throws IOException {
    run(host, started, updated, state, service, ProcessHandle.current().pid());
  }

  private void run(
      String host,
      Instant started,
      @Nullable Instant updated,
      State state,
      @Nullable String service,
      long pid)
      throws IOException {
    PriorRef priors = new PriorRef("mannequin-64", "ab".repeat(32));
    RunEntry entry =
        RunEntry.pending("mine", SPEC, "cd".repeat(32), priors, false, started)
            .startedNow(started, service)
            .with(state, 0, state.closed() ? updated : null);
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Json.bytes(entry));
    json.put("host", host).put("pid", pid);
    store.write("runs/mine/run.json", Json.bytes(json));
    RunFolder folder = new RunFolder(store, "mine");
    folder.writeSpec("name: one", Json.tree(SPEC));
    folder.writeStatus(
        new StatusNote(
            "mine", state.slug(), List.of(), new CellStates("p"), null, null, updated, null, null));
  }
}
