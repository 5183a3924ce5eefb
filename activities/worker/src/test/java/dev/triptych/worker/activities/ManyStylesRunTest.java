package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.TrainingItems;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.mixing.Mixed;
import dev.triptych.workflows.mixing.Mixture;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.CellOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model of two styles with random networks: every step is real. */
class ManyStylesRunTest {
  private static final TrainedOnSpec MSSI = new TrainedOnSpec(Regime.MSSI, null, null);
  private static final TrainedOnSpec MSMI = new TrainedOnSpec(Regime.MSMI, 2, 1);

  @TempDir private static Path folder;
  private static TinyRuns runs;
  private static FolderStore store;
  private static Journal journal;
  private static ExperimentResult mssi;
  private static ExperimentResult msmi;
  private static TinyMixes mixes;

  @BeforeAll
  static void runOnce() throws IOException {
    runs = new TinyRuns(folder);
    store = FolderStore.open(folder.resolve("data"));
    journal = new Journal(store);
    mixes = new TinyMixes(runs, store, journal);
    mssi = runs.run(store, journal, "mssi", spec(MSSI, Variant.OURS, Variant.NO_I2T));
    msmi = runs.run(store, journal, "msmi", spec(MSMI, Variant.OURS, Variant.NO_I2T));
  }

  private static ExperimentSpec spec(TrainedOnSpec trainedOn, Variant... variants) {
    List<Integer> atSteps = trainedOn.equals(MSMI) ? List.of(1) : List.of();
    TinyRuns.Size size = new TinyRuns.Size(1, 3, 2, TinyRuns.STEPS, atSteps);
    return TinyRuns.spec(List.of("an elf", "a clown"), size, variants).with(trainedOn);
  }

  @Test
  void makesEveryStageOnceMoreToTheSameBits() {
    List<Comparison> made = OnceMore.compare(store, "mssi", 9, folder.resolve("beside"), runs);

    assertThat(made)
        .extracting(Comparison::stage)
        .contains(
            Stage.ASSEMBLE_DATABASE, Stage.FINE_TUNE, Stage.SCORE_STYLE, Stage.EVALUATE_MODEL);
    assertThat(made).extracting(Comparison::outcome).containsOnly(Comparison.Outcome.SAME_BITS);
  }

  private static List<StageRecord> stages(FolderStore store, String run, String part) {
    return new RunStages(store, run).part(part);
  }

  @Test
  void makesOneModelOfAllStylesForEachVariant() {
    assertThat(mssi.cells()).extracting(CellOutcome::failure).containsOnlyNulls();
    assertThat(mssi.cells())
        .extracting(cell -> cell.cell().slug())
        .containsExactly("mssi-ours-s0", "mssi-no-i2t-s0");
    assertThat(mssi.cells().get(0).dataset()).isEqualTo(mssi.cells().get(1).dataset());
    assertThat(mssi.cells().get(0).portrait().checkpoint())
        .isNotEqualTo(mssi.cells().get(1).portrait().checkpoint());
  }

  @Test
  void scoresEachStyleAndAllOfThem() {
    List<StyleScores> styles = StyleScores.of(store, stages(store, "mssi", "mssi-ours-s0"));
    assertThat(styles).extracting(StyleScores::style).containsExactly("an elf", "a clown");
    double mean =
        styles.stream().mapToDouble(s -> s.metrics().get("clip_score").mean()).average().orElse(9);
    Map<String, MeanStd> all = mssi.cells().get(0).portrait().metrics();
    assertThat(all.get("clip_score").mean()).isEqualTo(mean);
    assertThat(all).doesNotContainKey("clip_score_held_out");
    assertThat(all)
        .as("against edits that training has not seen, and by the surface")
        .containsKeys("l1_to_edits", "clip_score_edits", "consistency_l1", "surface_roughness");
    assertThat(journal.events("mssi", "mssi-ours-s0"))
        .filteredOn(Scores.class::isInstance)
        .singleElement()
        .satisfies(
            scores ->
                assertThat(((Scores) scores).values())
                    .containsKeys("clip_score/an-elf", "clip_score/a-clown", "seconds/edit-view"));
  }

  @Test
  void showsTheTrackerASampleOfEachStyle() {
    assertThat(journal.events("msmi", "msmi-ours-s0"))
        .filteredOn(Pictured.class::isInstance)
        .extracting(event -> ((Pictured) event).series())
        .containsExactly("styles/an-elf", "held-out/an-elf", "styles/a-clown", "held-out/a-clown");
  }

  @Test
  void scoresIdentitiesThatWereNeverTrainedOn() {
    assertThat(msmi.state()).isEqualTo(State.DONE);
    assertThat(msmi.cells().get(0).portrait().metrics())
        .containsKeys("clip_score", "clip_score_held_out", "surface_roughness_held_out")
        .doesNotContainKey("l1_to_edits");
    assertThat(StyleScores.of(store, stages(store, "msmi", "msmi-ours-s0")))
        .allSatisfy(
            style ->
                assertThat(style.samples())
                    .extracting(StyleScores.Sample::heldOut)
                    .containsExactly(false, true));
  }

  @Test
  void scoresAModelOnItsWayStyleByStyle() {
    RunFolder folder = new RunFolder(store, "msmi");
    List<StepScores> scores = folder.cell("msmi-ours-s0").orElseThrow().scoresAt();
    assertThat(scores).extracting(StepScores::step).containsExactly(1, TinyRuns.STEPS);
    assertThat(scores.get(0).metrics()).containsKeys("clip_score", "clip_score_held_out");
    for (StepScores each : scores) {
      List<StyleScores> styles = folder.styleScores(each.perStyle());
      assertThat(styles).extracting(StyleScores::style).containsExactly("an elf", "a clown");
      assertThat(styles.stream().mapToDouble(s -> s.metrics().get("clip_score").mean()).average())
          .hasValue(each.metrics().get("clip_score").mean());
    }
    assertThat(folder.styleScores(scores.get(1).perStyle()))
        .as("the last ones count")
        .isEqualTo(StyleScores.of(store, stages(store, "msmi", "msmi-ours-s0")));
    assertThat(scores.get(0).metrics()).isNotEqualTo(scores.get(1).metrics());
  }

  @Test
  void drawsEveryTrainedHeadAndNoneThatIsHeldOut() throws IOException {
    DatabaseManifest database =
        DatabaseManifest.get(store, msmi.cells().get(0).dataset().manifest());
    Set<String> trained = new HashSet<>();
    for (Page page : database.pages()) {
      List<PageLine> lines = DatabaseManifest.page(store, page);
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0).data().pairs()).as("a random side and the front").hasSize(2);
      assertThat(lines.get(2).data().pairs()).as("the front").hasSize(1);
      assertThat(lines.get(0).data().latent()).isNotEqualTo(lines.get(1).data().latent());
      lines.stream()
          .filter(line -> !line.member().heldOut())
          .forEach(line -> trained.add(line.member().dataset().sha256()));
    }
    StepResources resources = new StepResources(store, journal, runs.load(), runs.scratch());
    try (Networks networks =
            new Networks(PriorSet.find(TinyPriors.NAME, folder.resolve("priors")));
        NDManager manager = networks.newManager()) {
      TrainingItems items = new DatabaseItems(database, resources, networks.generator());
      CounterNoise noise = new CounterNoise(3);
      Set<String> drawn = new HashSet<>();
      for (int step = 0; step < 60; step++) {
        try (NDManager scope = manager.newSubManager()) {
          TrainingItems.Item item = items.draw(noise, step, 0, scope);
          drawn.add(item.head());
          assertThat(items.draw(noise, step, 0, scope).view()).isEqualTo(item.view());
        }
      }
      assertThat(drawn).isEqualTo(trained);
    }
  }

  @Test
  void randomSidesDifferBetweenStylesAndFacesDoNot() {
    DatabaseManifest database =
        DatabaseManifest.get(store, msmi.cells().get(0).dataset().manifest());
    List<PageLine> faces =
        database.pages().stream()
            .map(page -> DatabaseManifest.page(store, page).get(0))
            .collect(Collectors.toList());
    assertThat(faces.get(0).data().latent()).isEqualTo(faces.get(1).data().latent());
    assertThat(faces.get(0).data().pairs().get(0).angle())
        .isNotEqualTo(faces.get(1).data().pairs().get(0).angle());
  }

  @Test
  void takesTheDataOfAStyleFromAModelOfMany() {
    runs.run(store, journal, "alone", spec(TrainedOnSpec.STYLE, Variant.OURS));
    assertThat(stages(store, "alone", "an-elf-s0"))
        .extracting(StageRecord::stage)
        .contains(Stage.EDIT_VIEW, Stage.ASSEMBLE_DATASET);
    assertThat(stages(store, "alone", "an-elf-s0")).allMatch(StageRecord::cached);
    assertThat(stages(store, "alone", "an-elf-s0"))
        .extracting(StageRecord::key)
        .containsExactlyInAnyOrderElementsOf(
            stages(store, "mssi", "mssi-s0/an-elf").stream().map(StageRecord::key).toList());
  }

  @Test
  void anInterruptedTrainingOnManyStylesEndsWithTheSameBits() {
    FolderStore other = FolderStore.open(folder.resolve("other"));
    TinyRuns.Unreliable tracker = new TinyRuns.Unreliable(new Journal(other));
    ExperimentResult again = runs.run(other, tracker, "mssi", spec(MSSI, Variant.OURS));
    assertThat(tracker.failed()).isTrue();
    assertThat(again.cells().get(0).portrait()).isEqualTo(mssi.cells().get(0).portrait());
    assertThat(other.list("checkpoints/")).isEmpty();
  }

  @Test
  void mixesBeginAndEndWithTheModelsOwnPortraits() throws IOException {
    for (int variant : List.of(0, 1)) {
      String cell = mssi.cells().get(variant).cell().slug();
      Mixture known = mixes.mixture(mssi, variant, 0);
      var shown = mixes.steps(mixes.mix("known-" + variant, known));
      assertThat(List.of(shown.get(0), shown.get(2)))
          .isEqualTo(mixes.portraits("mssi", cell, false));
      Mixture unlike = mixes.unlike(known);
      var portraits = mixes.unmixed(unlike);
      assertThat(portraits.get(0)).isNotEqualTo(portraits.get(1));
      var mixed = mixes.steps(mixes.mix("ends-" + variant, unlike));
      assertThat(List.of(mixed.get(0), mixed.get(2))).isEqualTo(portraits);
      assertThat(mixed.get(1)).isNotIn(portraits);
    }
  }

  @Test
  void mixesOnAFaceThatWasNeverTrainedOn() {
    var mixed = mixes.steps(mixes.mix("held-out", mixes.mixture(msmi, 0, 2)));
    assertThat(List.of(mixed.get(0), mixed.get(2)))
        .isEqualTo(mixes.portraits("msmi", "msmi-ours-s0", true))
        .isNotEqualTo(mixes.portraits("msmi", "msmi-ours-s0", false));
  }

  @Test
  void mixesLiveWhatAMixShows() {
    var steps = mixes.steps(mixes.mix("live", mixes.mixture(msmi, 1, 2)));
    try (LiveViewing live = new LiveViewing(store, runs, "msmi", 0)) {
      for (int step = 0; step < 3; step++) {
        live.assertShows("msmi-no-i2t-s0", new Choice(false, 0, 1, 50 * step, 2), steps.get(step));
      }
    }
  }

  @Test
  void takesAMixFromTheStoreTheNextTime() {
    Mixture mixture = mixes.mixture(mssi, 0, 0);
    Mixed first = mixes.mix("kept", mixture);
    assertThat(mixes.mix("again", mixture)).isEqualTo(first);
    assertThat(stages(store, "mix", "again"))
        .hasSize(3)
        .allMatch(stage -> stage.stage() == Stage.MIX_STYLES && stage.cached());
    assertThat(OnceMore.compare(store, "mix", 1, folder.resolve("beside-mix"), runs))
        .extracting(Comparison::outcome)
        .containsExactly(Comparison.Outcome.SAME_BITS);
  }
}
