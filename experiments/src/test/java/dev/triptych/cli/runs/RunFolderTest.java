package dev.triptych.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.cli.spec.Warning;
import dev.triptych.worker.activities.StageLogSteps;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private ArtifactStore store;
  private RunFolder folder;

  @BeforeEach
  void open(@TempDir Path data) {
    store = FolderStore.open(data);
    folder = new RunFolder(store, "mine");
  }

  @Test
  void findsPortraitsThatWereNamedWithoutTheirMarks() {
    ExperimentSpec spec = spec("राजा");
    Cell cell = spec.cells().get(0);
    record("र-ज-s0", Stage.EDIT_VIEW);
    record("र-ज-ours-s0", Stage.FINE_TUNE);

    assertThat(folder.records(cell, spec))
        .extracting(StageRecord::stage)
        .containsExactly(Stage.EDIT_VIEW, Stage.FINE_TUNE);

    record("राजा-ours-s0", Stage.EVALUATE); // made again since
    assertThat(folder.records(cell, spec))
        .extracting(StageRecord::stage)
        .containsExactly(Stage.EVALUATE);
  }

  @Test
  void takesNoOtherPortraitForOneThatIsYetToCome() {
    ExperimentSpec spec = spec("राजा", "र ज");
    record("र-ज-ours-s0", Stage.FINE_TUNE);

    assertThat(folder.records(spec.cells().get(0), spec)).isEmpty();
    assertThat(folder.records(spec.cells().get(1), spec)).hasSize(1);
  }

  @Test
  void readsRunsWithoutWarningsAndThoseWithSome() {
    assertThat(folder.warnings()).isEmpty();
    folder.writeWarnings(List.of(new Warning("styles[0]", "too long", "end")));
    assertThat(folder.warnings()).containsExactly(new Warning("styles[0]", "too long", "end"));
  }

  @Test
  void readsAStatusOfAnEarlierVersion() {
    String status =
        "{\"run\":\"mine\",\"state\":\"done\",\"spec\":{},\"cells\":[],\"report\":null}";
    store.write("runs/mine/status.json", status.getBytes(StandardCharsets.UTF_8));

    assertThat(folder.status())
        .hasValueSatisfying(
            read -> {
              assertThat(read.warnings()).isEmpty();
              assertThat(read.failure()).isNull();
              assertThat(Json.text(read)).contains("\"warnings\":[]");
            });
  }

  private void record(String part, Stage stage) {
    StageRecord record = new StageRecord(stage, "key", State.DONE, false, 1, List.of());
    new StageLogSteps(store)
        .recordStages(new RecordStagesRequest("mine", part, State.DONE, List.of(record)));
  }

  private static ExperimentSpec spec(String... styles) {
    return ExperimentSpec.paper("n", "mannequin-64", List.of(styles));
  }
}
