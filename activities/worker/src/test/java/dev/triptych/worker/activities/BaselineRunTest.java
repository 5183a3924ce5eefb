package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.triptych.models.inversion.Inverted;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.Comparison.Outcome;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.portrait.Measure;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.CellOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The baselines, from the spec to the scores. */
class BaselineRunTest {
  private static final String INVERSION = "an-elf-inversion-s0";
  private static final String DISTILLATION = "an-elf-distillation-s0";
  private static final String EDITS = "an-elf-edits-s0";

  @TempDir static Path folder;
  private static TinyRuns runs;
  private static FolderStore store;
  private static ExperimentResult result;

  @BeforeAll
  static void runOnce() throws IOException {
    runs = new TinyRuns(folder);
    store = FolderStore.open(folder.resolve("data"));
    result = runs.run(store, new Journal(store), "run-1", spec());
  }

  private static ExperimentSpec spec() {
    return TinyRuns.spec(
        List.of("an elf"),
        new TinyRuns.Size(2, 2, 3, TinyRuns.STEPS, List.of(1)),
        variant(
            "inversion",
            Method.GAN_INVERSION,
            "inversion.steps",
            "inversion.tuning.steps",
            "inversion.poseSteps"),
        variant("distillation", Method.SCORE_DISTILLATION, "distillation.training.steps"),
        variant("edits", Method.PER_VIEW_EDIT));
  }

  private static Variant variant(String name, Method method, String... short_) {
    Map<String, JsonNode> settings = new TreeMap<>();
    settings.put("method", TextNode.valueOf(method.name()));
    Arrays.stream(short_).forEach(path -> settings.put(path, new IntNode(TinyRuns.STEPS)));
    if (method == Method.GAN_INVERSION) {
      settings.put("inversion.poseSteps", new IntNode(1));
    }
    return new Variant(name, new TreeMap<>(settings));
  }

  private static Portrait portrait(int cell) {
    return result.cells().get(cell).portrait();
  }

  private static List<StageRecord> stages(String cell) {
    return new RunStages(store, "run-1").part(cell);
  }

  @Test
  void makesAPortraitByEach() {
    assertThat(result.cells()).extracting(CellOutcome::failure).containsOnlyNulls();
    assertThat(result.state()).isEqualTo(State.DONE);
    assertThat(stages(INVERSION))
        .extracting(StageRecord::stage)
        .containsExactly(
            Stage.INVERT,
            Stage.FINE_TUNE,
            Stage.RENDER_PORTRAIT,
            Stage.RENDER_PORTRAIT,
            Stage.EVALUATE);
    assertThat(stages(DISTILLATION))
        .extracting(StageRecord::stage)
        .containsExactly(
            Stage.FINE_TUNE, Stage.RENDER_PORTRAIT, Stage.RENDER_PORTRAIT, Stage.EVALUATE);
    assertThat(stages(EDITS))
        .extracting(StageRecord::stage)
        .containsExactly(Stage.RENDER_PORTRAIT, Stage.RENDER_PORTRAIT, Stage.EVALUATE);
    assertThat(result.cells()).allMatch(cell -> cell.portrait().scoresAt().isEmpty());
  }

  @Test
  void leavesOutWhatWouldSayNothing() {
    assertThat(measures(0))
        .contains(Measure.LPIPS_TO_EDITS, Measure.ROUGHNESS, Measure.CONSISTENCY_L1);
    assertThat(measures(1))
        .as("another head than the edits show")
        .contains(Measure.CLIP_SCORE, Measure.ROUGHNESS, Measure.CONSISTENCY_L1)
        .doesNotContain(Measure.LPIPS_TO_EDITS, Measure.L1_TO_EDITS);
    assertThat(measures(2))
        .as("edits are at no distance from themselves, and have no surface")
        .contains(Measure.CLIP_SCORE, Measure.CLIP_DIRECTIONAL, Measure.CONSISTENCY_L1)
        .doesNotContain(Measure.LPIPS_TO_EDITS, Measure.L1_TO_EDITS, Measure.ROUGHNESS);
  }

  private static List<Measure> measures(int cell) {
    return Metric.portraits(portrait(cell).metrics()).stream().map(Metric::measure).toList();
  }

  @Test
  void scoresEditsAsTheReferencesOfOthersAreScored() {
    Map<String, ?> edits = portrait(2).metrics();
    assertThat(edits.get("clip_score"))
        .isEqualTo(edits.get("clip_score_edits"))
        .isEqualTo(portrait(0).metrics().get("clip_score_edits"));
    assertThat(edits.get("consistency_l1")).isEqualTo(edits.get("consistency_l1_edits"));
    assertThat(portrait(2).checkpoint()).isNull();
    List<StageOutput> shown = stages(EDITS).get(1).outputs();
    assertThat(shown).as("all edits, since others than the grid's are to be shown").hasSize(5);
  }

  @Test
  void keepsWhatAnInversionHasFound() {
    StageOutput found = stages(INVERSION).get(0).output(OutputName.CHECKPOINT).orElseThrow();
    try (NDManager manager = Torch.newManager()) {
      Inverted inverted =
          Inverted.read(new Tensors(store, folder).get(found.ref(Tensors.SAFETENSORS)), manager);
      assertThat(inverted.poses()).hasSize(1);
      assertThat(inverted.ws().getShape().get(0)).isEqualTo(1);
    }
  }

  @Test
  void goesOnToTheSameBitsAfterAFailure() {
    FolderStore other = FolderStore.open(folder.resolve("other"));
    TinyRuns.Unreliable unreliable = new TinyRuns.Unreliable(new Journal(other));

    ExperimentResult again = runs.run(other, unreliable, "run-1", spec());

    assertThat(unreliable.failed()).isTrue();
    assertThat(again.cells()).isEqualTo(result.cells());
  }

  @Test
  void isMadeOnceMoreToTheSameBits(@TempDir Path beside) {
    List<Comparison> compared = OnceMore.compare(store, "run-1", 9, beside, runs);
    assertThat(compared).extracting(Comparison::stage).contains(Stage.INVERT, Stage.FINE_TUNE);
    assertThat(compared).extracting(Comparison::outcome).containsOnly(Outcome.SAME_BITS);
  }

  @Test
  void takesEverythingFromTheStoreInTheNextRun() {
    runs.run(store, new Journal(store), "run-2", spec());
    for (String cell : List.of(INVERSION, DISTILLATION, EDITS)) {
      assertThat(new RunStages(store, "run-2").part(cell)).allMatch(StageRecord::cached);
    }
  }
}
