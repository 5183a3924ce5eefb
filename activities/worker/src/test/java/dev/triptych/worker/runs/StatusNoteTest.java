package dev.triptych.worker.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.experiment.CellStates;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusNoteTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, MeanStd> SCORES = Map.of("clip_score", new MeanStd(0.8, 0.1));

  private ArtifactStore store;
  private RunFolder folder;

  @BeforeEach
  void open(@TempDir Path data) {
    store = FolderStore.open(data);
    folder = new RunFolder(store, "mine");
    ExperimentSpec spec =
        ExperimentSpec.paper(
            "many", "mannequin-64", List.of("an elf", "a clown", "an orc", "a witch"));
    folder.writeSpec("name: many", Json.tree(spec));
  }

  @Test
  void isPutTogetherWithWhatTheCellsLeft() {
    folder.writeCell("an-elf-ours-s0", new CellResult(State.DONE, SCORES, null));
    folder.writeCell(
        "a-clown-ours-s0", new CellResult(State.FAILED, Map.of(), new Failure("Broken", "a pen")));
    record("an-elf-s0", new StageRecord(Stage.RENDER_VIEWS, "k", State.DONE, false, 2, List.of()));
    record(
        "a-clown-s0", new StageRecord(Stage.RENDER_VIEWS, null, State.FAILED, false, 0, List.of()));
    write("running", "dfrp", List.of(going("an-orc-ours-s0")));

    RunStatus status = folder.status().orElseThrow();

    assertThat(status.updated()).isEqualTo(NOW);
    assertThat(status.spec().path("name").asText()).isEqualTo("many");
    assertThat(status.cells())
        .extracting(CellStatus::state)
        .containsExactly(State.DONE, State.FAILED, State.RUNNING, State.PENDING);
    CellStatus elf = status.cells().get(0);
    assertThat(elf.metrics()).isEqualTo(SCORES);
    assertThat(elf.stages()).extracting(StageRecord::seconds).containsExactly(2.0);
    assertThat(elf.progress()).allSatisfy(s -> assertThat(s.state()).isEqualTo(State.DONE));
    CellStatus clown = status.cells().get(1);
    assertThat(clown.failure()).isEqualTo(new Failure("Broken", "a pen"));
    assertThat(clown.progress())
        .contains(
            new StageProgress(Stage.RENDER_VIEWS, State.FAILED, 0, 2),
            StageProgress.pending(Stage.FINE_TUNE, 1));
    assertThat(status.cells().get(2).progress())
        .containsExactly(new StageProgress(Stage.FINE_TUNE, State.RUNNING, 0, 1, 0.5));
  }

  @Test
  void doesNotTakeTheEndOfAnEarlierLaunchForOneOfThis() {
    folder.writeCell("an-elf-ours-s0", new CellResult(State.DONE, SCORES, null));
    write("running", "pppp", List.of());

    CellStatus elf = folder.status().orElseThrow().cells().get(0);

    assertThat(elf.state()).isEqualTo(State.PENDING);
    assertThat(elf.metrics()).isEmpty();
  }

  @Test
  void leavesNoCellRunningInARunThatHasEnded() {
    write("running", "drpp", List.of(going("a-clown-ours-s0")));

    folder.note().map(note -> note.stopped(State.CANCELLED)).ifPresent(folder::writeStatus);

    RunStatus status = folder.status().orElseThrow();
    assertThat(status.state()).isEqualTo("cancelled");
    assertThat(status.cells())
        .extracting(CellStatus::state)
        .containsExactly(State.DONE, State.CANCELLED, State.PENDING, State.PENDING);
  }

  @Test
  void readsTheOneDocumentThatEarlierVersionsWrote() {
    RunStatus earlier =
        new RunStatus(
            "mine",
            "running",
            folder.resolved(),
            List.of(going("an-elf-ours-s0")),
            "report.html",
            null,
            List.of(),
            NOW,
            null);
    store.write("runs/mine/status.json", Json.bytes(earlier));

    assertThat(folder.status()).contains(earlier);
  }

  @Test
  void staysSmallHoweverManyCellsHaveEnded() {
    List<State> ended = IntStream.range(0, 1000).mapToObj(i -> State.DONE).toList();
    StatusNote note =
        new StatusNote("mine", "running", List.of(), CellStates.of(ended), null, null);
    assertThat(Json.bytes(note).length).isLessThan(1200);
  }

  private void write(String state, String letters, List<CellStatus> open) {
    folder.writeStatus(
        new StatusNote("mine", state, open, new CellStates(letters), null, null).at(NOW));
  }

  private void record(String part, StageRecord record) {
    folder.stages().write(new RecordStagesRequest("mine", part, record.state(), List.of(record)));
  }

  private static CellStatus going(String slug) {
    return new CellStatus(
        slug,
        "a style",
        "ours",
        0,
        State.RUNNING,
        Map.of(),
        null,
        List.of(),
        List.of(new StageProgress(Stage.FINE_TUNE, State.RUNNING, 0, 1, 0.5)),
        List.of(),
        null,
        List.of());
  }
}
