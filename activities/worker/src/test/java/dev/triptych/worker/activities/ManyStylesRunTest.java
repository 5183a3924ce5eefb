package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.TrainingItems;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.spec.ScoredViews;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.CellOutcome;
import dev.triptych.workflows.tracking.Report;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model of two styles with random networks: every step is real. */
class ManyStylesRunTest {
  private static final int STEPS = 4;
  private static final TrainedOnSpec MSSI = new TrainedOnSpec(Regime.MSSI, null, null);
  private static final TrainedOnSpec MSMI = new TrainedOnSpec(Regime.MSMI, 2, 1);

  @TempDir private static Path folder;
  private static PriorRef priors;
  private static FolderStore store;
  private static Journal journal;
  private static ExperimentResult mssi;
  private static ExperimentResult msmi;

  @BeforeAll
  static void runOnce() throws IOException {
    priors = TinyPriors.write(folder.resolve("priors"));
    store = FolderStore.open(folder.resolve("data"));
    journal = new Journal(store);
    mssi = run(store, journal, "mssi", spec(MSSI, Variant.OURS, Variant.NO_I2T));
    msmi = run(store, journal, "msmi", spec(MSMI, Variant.OURS, Variant.NO_I2T));
  }

  private static ExperimentSpec spec(TrainedOnSpec trainedOn, Variant... variants) {
    TrainingSpec training = new TrainingSpec(STEPS, 3, 0.002, 0, 0.99, 0, 0, 2);
    ExperimentSpec paper =
        ExperimentSpec.paper("tiny", TinyPriors.NAME, List.of("an elf", "a clown"));
    EditSpec edit = paper.edit();
    return new ExperimentSpec(
            paper.name(),
            paper.priors(),
            paper.seeds(),
            paper.identity(),
            paper.styles(),
            new ViewsSpec(2, 20, 20, AngleMode.TRUE),
            new EditSpec(
                1,
                edit.tau(),
                edit.tauMode(),
                2.5,
                1.5,
                edit.promptTemplate(),
                edit.decorativePrompt(),
                edit.negativePrompt(),
                true,
                edit.precision()),
            paper.method(),
            new I2tSpec(true, false, 0, 1, training, training, paper.i2t().loss()),
            new EvaluationSpec(
                new ViewsSpec(2, 20, 20, AngleMode.TRUE),
                "a {noun} face",
                "a face",
                Precision.FP32,
                new ScoredViews(2, 10, 10),
                trainedOn.equals(MSMI) ? List.of(1) : List.of()),
            List.of(variants))
        .with(trainedOn);
  }

  private static ExperimentResult run(
      FolderStore store, RunTracker tracker, String run, ExperimentSpec spec) {
    try (LoadedPriors loaded = new LoadedPriors(folder.resolve("priors"));
        EmbeddedTemporal temporal = EmbeddedTemporal.start();
        TriptychWorker worker =
            new TriptychWorker(
                temporal.client(),
                Registrations.all(
                    new StepResources(store, tracker, loaded, folder.resolve("scratch")),
                    request -> new Report("report.html"),
                    new WorkflowPages(null),
                    Map.of(),
                    Clock.systemUTC()),
                new Memo(store, Clock.systemUTC()),
                new WorkerPlacement(
                    Set.of(TaskQueues.GPU, TaskQueues.CPU), List.of(Device.cpu(), Device.cpu())),
                WorkerMetrics.unheard())) {
      worker.start();
      return temporal
          .client()
          .newWorkflowStub(
              ExperimentWorkflow.class,
              WorkflowOptions.newBuilder().setWorkflowId(run).setTaskQueue(TaskQueues.CPU).build())
          .run(new Launch(run, spec, priors, Parallelism.forSlots(2), Map.of()));
    }
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
    assertThat(scores).extracting(StepScores::step).containsExactly(1, STEPS);
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
    StepResources resources =
        new StepResources(store, journal, new LoadedPriors(folder), folder.resolve("scratch"));
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
    run(store, journal, "alone", spec(TrainedOnSpec.STYLE, Variant.OURS));
    assertThat(stages(store, "alone", "an-elf-s0"))
        .extracting(StageRecord::stage)
        .contains(Stage.EDIT_VIEW, Stage.ASSEMBLE_DATASET);
    assertThat(stages(store, "alone", "an-elf-s0")).allMatch(StageRecord::cached);
    assertThat(stages(store, "alone", "an-elf-s0"))
        .extracting(StageRecord::key)
        .containsExactlyInAnyOrderElementsOf(
            stages(store, "mssi", "mssi-s0/an-elf").stream().map(StageRecord::key).toList());
  }

  /** Loses the connection once, before a training's last checkpoint. */
  private static final class Unreliable implements RunTracker {
    private final RunTracker tracker;
    private boolean failed;

    Unreliable(RunTracker tracker) {
      this.tracker = tracker;
    }

    @Override
    public TrackingRun open(String run, @Nullable String cell, Started started) {
      return tracker.open(run, cell, started);
    }

    @Override
    public synchronized void record(TrackingRun run, RunEvent event) {
      tracker.record(run, event);
      if (!failed && event instanceof Points points && points.checkpoint() == STEPS) {
        failed = true;
        throw new IllegalStateException("the tracker is restarting");
      }
    }
  }

  @Test
  void anInterruptedTrainingOnManyStylesEndsWithTheSameBits() {
    FolderStore other = FolderStore.open(folder.resolve("other"));
    Unreliable tracker = new Unreliable(new Journal(other));
    ExperimentResult again = run(other, tracker, "mssi", spec(MSSI, Variant.OURS));
    assertThat(tracker.failed).isTrue();
    assertThat(again.cells().get(0).portrait()).isEqualTo(mssi.cells().get(0).portrait());
    assertThat(other.list("checkpoints/")).isEmpty();
  }
}
