package dev.triptych.worker.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStagesTest {
  private static final ExperimentSpec SPEC =
      ExperimentSpec.paper("one", "mannequin-64", List.of("an elf"));
  private static final Cell OURS = new Cell("an elf", Variant.OURS, 0);

  private ArtifactStore store;
  private Keeper keeper;
  private RunStages stages;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    keeper = new Keeper(store);
    stages = new RunStages(store, "mine");
  }

  @Test
  void readsWhatItWrites() {
    StageRecord edit = record(Stage.EDIT_VIEW);
    write("an-elf-s0", edit, record(Stage.ASSEMBLE_DATASET));

    assertThat(stages.part("an-elf-s0")).containsExactly(edit, record(Stage.ASSEMBLE_DATASET));
    assertThat(stages.part("a-clown-s0")).isEmpty();
    assertThat(new RunStages(store, "another").part("an-elf-s0")).isEmpty();
  }

  @Test
  void addsPartsThatFollowEachOtherHoweverOftenTheyAreTold() {
    StageRecord first = record(Stage.EDIT_VIEW);
    StageRecord second = record(Stage.SCORE_STYLE);
    StageRecord third = record(Stage.EVALUATE_MODEL);
    write("a-model", third, second, first); // by an earlier launch

    write("a-model", first);
    RecordStagesRequest next =
        new RecordStagesRequest("mine", "a-model", State.DONE, 1, List.of(second, third));
    stages.write(next);
    stages.write(next);

    assertThat(stages.part("a-model")).containsExactly(first, second, third);
  }

  @Test
  void putsDatasetPretrainingAndPortraitInTheirOrder() {
    write("an-elf-ours-s0", record(Stage.FINE_TUNE), record(Stage.EVALUATE));
    write("an-elf-s0", record(Stage.EDIT_VIEW));
    StageRecord pretraining = pretraining("a", SPEC.i2t(), 1000);
    write(RecordStagesRequest.SHARED, pretraining);

    assertThat(stages.behind(OURS, SPEC))
        .containsExactly(
            record(Stage.EDIT_VIEW), pretraining, record(Stage.FINE_TUNE), record(Stage.EVALUATE));
  }

  @Test
  void findsThePretrainingOfAVariantAmongSeveral() {
    I2tSpec paper = SPEC.i2t();
    StageRecord spatial = pretraining("a", paper, 1);
    StageRecord vector = pretraining("b", i2t(paper, false, paper.pretrainingSeed()), 1);
    StageRecord otherSeed = pretraining("c", i2t(paper, true, 7), 1);
    write(RecordStagesRequest.SHARED, otherSeed, vector, spatial);

    assertThat(stages.pretrainings()).containsExactly(otherSeed, vector, spatial);
    assertThat(stages.behind(OURS, SPEC)).containsExactly(spatial);
    assertThat(stages.behind(new Cell("an elf", Variant.NO_SPATIAL, 0), SPEC))
        .containsExactly(vector);
    assertThat(stages.behind(new Cell("an elf", Variant.NO_PRETRAINING, 0), SPEC)).isEmpty();
  }

  @Test
  void listsOnlyPretrainingsThatAreDone() {
    write(
        RecordStagesRequest.SHARED,
        new StageRecord(Stage.PRETRAIN, null, State.FAILED, false, 0, List.of()));

    assertThat(stages.pretrainings()).isEmpty();
  }

  @Test
  void findsPortraitsThatWereNamedWithoutTheirMarks() {
    ExperimentSpec spec = spec("राजा");
    Cell cell = spec.cells().get(0);
    write("र-ज-s0", record(Stage.EDIT_VIEW));
    write("र-ज-ours-s0", record(Stage.FINE_TUNE));

    assertThat(stages.behind(cell, spec))
        .extracting(StageRecord::stage)
        .containsExactly(Stage.EDIT_VIEW, Stage.FINE_TUNE);

    write("राजा-ours-s0", record(Stage.EVALUATE)); // made again since
    assertThat(stages.behind(cell, spec))
        .extracting(StageRecord::stage)
        .containsExactly(Stage.EVALUATE);
  }

  @Test
  void takesNoOtherPortraitForOneThatIsYetToCome() {
    ExperimentSpec spec = spec("राजा", "र ज");
    write("र-ज-ours-s0", record(Stage.FINE_TUNE));

    assertThat(stages.behind(spec.cells().get(0), spec)).isEmpty();
    assertThat(stages.behind(spec.cells().get(1), spec)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{\"run\":\"mine\",\"pa", "17"})
  void complainsOfRecordsThatAreDamaged(String content) {
    store.write("runs/mine/stages/an-elf-s0.json", content.getBytes(UTF_8));

    assertThatThrownBy(() -> stages.part("an-elf-s0"))
        .isInstanceOf(DamagedDocument.class)
        .hasMessageContaining("an-elf-s0.json")
        .hasMessageContaining("triptych resume mine");
  }

  private void write(String part, StageRecord... records) {
    stages.write(new RecordStagesRequest("mine", part, State.DONE, List.of(records)));
  }

  private static ExperimentSpec spec(String... styles) {
    return ExperimentSpec.paper("n", "mannequin-64", List.of(styles));
  }

  private static StageRecord record(Stage stage) {
    return new StageRecord(stage, null, State.DONE, false, 1, List.of());
  }

  private static I2tSpec i2t(I2tSpec i2t, boolean spatial, long seed) {
    return new I2tSpec(
        spatial,
        i2t.fromScratch(),
        seed,
        i2t.pretrainingPsi(),
        i2t.pretraining(),
        i2t.fineTuning(),
        i2t.loss());
  }

  /** How often it wrote checkpoints is no part of what was asked for. */
  private StageRecord pretraining(String key, I2tSpec i2t, int checkpointEvery) {
    TrainingSpec t = i2t.pretraining();
    TrainingSpec training =
        new TrainingSpec(
            t.steps(),
            t.batch(),
            t.learningRate(),
            t.beta1(),
            t.beta2(),
            t.warmUpSteps(),
            t.decayFraction(),
            checkpointEvery);
    PretrainRequest request =
        new PretrainRequest(
            new PriorRef("mannequin-64", "ab".repeat(32)),
            i2t.spatial(),
            i2t.pretrainingSeed(),
            i2t.pretrainingPsi(),
            training,
            new TrackingRun("mine", null, "mine", null));
    PretrainedI2t result =
        new PretrainedI2t(keeper.picture("i2t" + key), keeper.picture("curve"), Double.NaN);
    return keeper.keep(Stage.PRETRAIN, key, request, result);
  }
}
