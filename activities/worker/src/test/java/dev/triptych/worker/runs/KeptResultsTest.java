package dev.triptych.worker.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.dataset.ViewSet;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptResultsTest {
  private ArtifactStore store;
  private Keeper keeper;
  private KeptResults kept;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    keeper = new Keeper(store);
    kept = new KeptResults(store);
  }

  @Test
  void haveTheTypeOfTheirStage() {
    EditedView edited = new EditedView(keeper.picture("elf"));
    Evaluation scores =
        new Evaluation(Map.of("clip_score", new MeanStd(.5, .25)), keeper.picture("lines"));

    assertThat(kept.result(keeper.keep(Stage.EDIT_VIEW, "a", Map.of(), edited), EditedView.class))
        .hasValue(edited);
    assertThat(kept.result(keeper.keep(Stage.EVALUATE, "b", Map.of(), scores), Evaluation.class))
        .hasValue(scores);
  }

  @Test
  void areEmptyForStagesThatKeptNothing() {
    StageRecord failed = new StageRecord(Stage.EVALUATE, null, State.FAILED, false, 0, List.of());
    StageRecord gone = new StageRecord(Stage.EVALUATE, "gone", State.DONE, false, 1, List.of());

    assertThat(kept.result(failed, Evaluation.class)).isEmpty();
    assertThat(kept.result(gone, Evaluation.class)).isEmpty();
    assertThat(kept.pretraining(gone)).isEmpty();
  }

  @Test
  void ofAnotherFormAreDamaged() {
    StageRecord edit =
        keeper.keep(Stage.EDIT_VIEW, "a", Map.of(), new EditedView(keeper.picture("elf")));

    assertThatThrownBy(() -> kept.result(edit, ViewSet.class)).isInstanceOf(DamagedDocument.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"stage\":\"edit-view\",\"ke", "\0\0"})
  void thatAreDamagedAreNamedWithTheWayOut(String content) {
    StageRecord edit =
        keeper.keep(Stage.EDIT_VIEW, "a", Map.of(), new EditedView(keeper.picture("elf")));
    store.write("stages/edit-view/a.json", content.getBytes(UTF_8));

    assertThatThrownBy(() -> kept.result(edit, EditedView.class))
        .isInstanceOf(DamagedDocument.class)
        .hasMessageContaining("a.json")
        .hasMessageContaining("triptych resume");
  }
}
