package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.live.Choice;
import dev.triptych.worker.live.Look;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Pictured;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Measure;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.CellOutcome;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole experiment with random networks: its pictures show nothing, but every step is real. */
class ExperimentRunTest {
  private static final String OURS = "an-elf-ours-s0";
  private static final String NO_I2T = "an-elf-no-i2t-s0";

  @TempDir private static Path folder;
  private static TinyRuns runs;
  private static FolderStore store;
  private static Journal journal;
  private static ExperimentResult first;

  @BeforeAll
  static void runOnce() throws IOException {
    runs = new TinyRuns(folder);
    store = FolderStore.open(folder.resolve("data"));
    journal = new Journal(store);
    first = run(store, journal, "run-1");
  }

  private static ExperimentResult run(FolderStore store, RunTracker tracker, String run) {
    return runs.run(store, tracker, launch(run, 1));
  }

  private static Launch launch(String run, int viewsPerStep) {
    return runs.launch(run, spec(TinyRuns.STEPS, List.of(1)), viewsPerStep);
  }

  private static ExperimentSpec spec(int steps, List<Integer> atSteps) {
    return TinyRuns.spec(
        List.of("an elf"),
        new TinyRuns.Size(3, 2, 3, steps, atSteps),
        Variant.OURS,
        Variant.NO_I2T);
  }

  private static List<String> keys(List<StageRecord> stages) {
    return stages.stream().map(stage -> stage.stage() + " " + stage.key()).sorted().toList();
  }

  private static List<StageRecord> stages(FolderStore store, String run) {
    return Stream.of("shared", "an-elf-s0", OURS, NO_I2T)
        .flatMap(part -> new RunStages(store, run).part(part).stream())
        .toList();
  }

  private static List<String> digests(List<StageRecord> stages) {
    return stages.stream()
        .flatMap(
            stage ->
                stage.outputs().stream()
                    .map(o -> stage.stage().slug() + "/" + o.name() + " " + o.sha256()))
        .sorted()
        .toList();
  }

  private static List<Integer> steps(Journal journal, String run, String cell) {
    return journal.events(run, cell).stream()
        .filter(Points.class::isInstance)
        .map(Points.class::cast)
        .filter(points -> points.stage().equals("fine-tune"))
        .flatMap(points -> points.points().stream())
        .map(Point::step)
        .toList();
  }

  @Test
  void turnsAFinishedPortraitToThePicturesThatItsRunHasLeft() {
    try (LiveViewing live = new LiveViewing(store, runs, "run-1", 1 << 20)) {
      assertThat(live.gallery().unfinished()).isEmpty();
      for (String cell : List.of(OURS, NO_I2T)) {
        PortraitPictures left =
            PortraitPictures.of(store, new RunStages(store, "run-1").part(cell));
        live.assertShows(cell, Choice.portrait(), left.novel());
      }
      PortraitPictures left =
          PortraitPictures.of(store, new RunStages(store, "run-1").part("an-elf-s0"));
      live.assertShows(OURS, new Choice(true, 0, 0, 0, 0), left.source());
      assertThat(live.gallery().find(OURS, new Choice(false, 1, 0, 0, 0))).isEmpty();
      assertThat(live.gallery().find("an-orc-ours-s0", Choice.portrait())).isEmpty();
    }
  }

  @Test
  void memoryStaysFlatOverAThousandPictures() {
    try (LiveViewing live = new LiveViewing(store, runs, "run-1", 1 << 20)) {
      for (int i = 0; i < 1000; i++) {
        ViewAngle angle = new ViewAngle(i % 40 - 20, i % 90 - 45);
        Look look = Look.values()[i % 3];
        live.look(i % 2 == 0 ? OURS : NO_I2T, Choice.portrait(), angle, 1 + i % 3, look, 4);
      }
      assertThat(live.arrays()).as("planes and style of two heads").isEqualTo(2 * 2);
    }
    try (LiveViewing live = new LiveViewing(store, runs, "run-1", 0)) {
      live.look(OURS, Choice.portrait(), ViewAngle.FRONTAL, 1, Look.COLOUR, 4);
      assertThat(live.arrays()).as("with room for none").isZero();
    }
  }

  @Test
  void makesAndScoresAPortraitOfEachCell() {
    assertThat(first.cells()).extracting(CellOutcome::failure).containsOnlyNulls();
    assertThat(first.state()).isEqualTo(State.DONE);
    Map<String, MeanStd> metrics = first.cells().get(0).portrait().metrics();
    assertThat(Metric.among(metrics))
        .as("nobody knows what random networks should show")
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values())
                .filter(metric -> metric.of() != Metric.Of.TRUTH)
                .filter(metric -> !metric.slug().contains("truth"))
                .filter(metric -> metric.measure() != Measure.FACE_SCORE)
                .filter(metric -> metric.measure() != Measure.STYLE_ACCURACY)
                .toList());
    assertThat(Metric.among(metrics))
        .filteredOn(metric -> metric.measure().unit() == Measure.Unit.COSINE)
        .allSatisfy(metric -> assertThat(metric.in(metrics).mean()).isBetween(-1.0, 1.0));
    assertThat(stages(store, "run-1"))
        .filteredOn(stage -> stage.stage() == Stage.RENDER_PORTRAIT)
        .extracting(stage -> stage.outputs().size())
        .as("views to score, with the frontal one, on the way and at the end, and to look at")
        .containsExactly(5, 5, 9, 5, 5, 9);
  }

  @Test
  void aModelOnItsWayIsThatOfAShorterTraining() {
    Launch shorter = runs.launch("shorter", spec(1, List.of()), 1);

    ExperimentResult result = runs.run(store, journal, shorter);

    for (int i = 0; i < 2; i++) {
      String cell = result.cells().get(i).cell().slug();
      StepScores early = new RunFolder(store, "run-1").cell(cell).orElseThrow().scoresAt().get(0);
      Portrait whole = result.cells().get(i).portrait();
      assertThat(early.step()).isEqualTo(1);
      assertThat(early.metrics()).isEqualTo(whole.metrics());
      assertThat(new RunStages(store, "run-1").part(cell))
          .filteredOn(stage -> stage.stage() == Stage.FINE_TUNE)
          .flatExtracting(StageRecord::outputs)
          .filteredOn(output -> output.name().equals("checkpoint-1"))
          .extracting(StageOutput::sha256)
          .containsExactly(whole.checkpoint().sha256());
    }
  }

  @Test
  void tellsScoresBySteps() {
    Map<String, MeanStd> end = first.cells().get(0).portrait().metrics();
    List<StepScores> scores = new RunFolder(store, "run-1").cell(OURS).orElseThrow().scoresAt();
    assertThat(scores).extracting(StepScores::step).containsExactly(1, TinyRuns.STEPS);
    assertThat(scores.get(1).metrics()).isEqualTo(end);
    assertThat(journal.events("run-1", OURS))
        .filteredOn(event -> event instanceof Points points && points.stage().equals("scores"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(((Points) event).points())
                    .extracting(point -> point.values().get("clip_score"))
                    .containsExactly(
                        scores.get(0).metrics().get("clip_score").mean(),
                        end.get("clip_score").mean()));
  }

  @Test
  void tellsTheTrackerWhatHappened() {
    assertThat(steps(journal, "run-1", OURS)).containsExactly(1, 2, 3, 4);
    assertThat(journal.events("run-1", OURS))
        .hasAtLeastOneElementOfType(Started.class)
        .hasAtLeastOneElementOfType(Finished.class)
        .filteredOn(Scores.class::isInstance)
        .singleElement()
        .satisfies(
            scores ->
                assertThat(((Scores) scores).values())
                    .containsKeys("clip_score_std", "seconds/edit-view", "seconds/fine-tune")
                    .as("which would be a point of the curve")
                    .doesNotContainKey("clip_score"));
  }

  @Test
  void tellsTheTrackerOfEveryCellWhatAnyVariantSets() {
    assertThat(List.of(OURS, NO_I2T))
        .map(cell -> parameters(cell).get("method"))
        .containsExactly("I2T", "MODULATED_BACKBONE");
    assertThat(parameters(OURS)).doesNotContainKey("edit.tau");
  }

  private static Map<String, String> parameters(String cell) {
    return journal.events("run-1", cell).stream()
        .filter(RunEvent.Parameters.class::isInstance)
        .map(event -> ((RunEvent.Parameters) event).values())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsTheTrackerPlainEditedAndNovelViews() {
    assertThat(journal.events("run-1", OURS))
        .filteredOn(Pictured.class::isInstance)
        .extracting(event -> ((Pictured) event).series() + " " + steps((Pictured) event))
        .containsExactly(
            "source/yaw [-20, 0, 20]",
            "source/pitch [-20, 0, 20]",
            "edited/yaw [-20, 0, 20]",
            "edited/pitch [-20, 0, 20]",
            "portrait/yaw [-20, 0, 20]",
            "portrait/pitch [-20, 0, 20]");
  }

  private static List<Integer> steps(Pictured pictured) {
    return pictured.frames().stream().map(RunEvent.Frame::step).toList();
  }

  @Test
  void removesCheckpointsOnceTheResultIsKept() {
    assertThat(store.list("checkpoints/")).isEmpty();
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void editsViewsTogetherToTheSameKeysAndBits() {
    FolderStore batched = FolderStore.open(folder.resolve("batched"));

    ExperimentResult result = runs.run(batched, new Journal(batched), launch("run-1", 4));

    assertThat(result.state()).isEqualTo(State.DONE);
    assertThat(keys(stages(batched, "run-1"))).isEqualTo(keys(stages(store, "run-1")));
    assertThat(digests(stages(batched, "run-1"))).isEqualTo(digests(stages(store, "run-1")));
    runs.run(batched, new Journal(batched), launch("run-2", 3));
    assertThat(stages(batched, "run-2")).isNotEmpty().allMatch(StageRecord::cached);
  }

  @Test
  void takesEverythingFromTheStoreInTheNextRun() {
    ExperimentResult second = run(store, journal, "run-2");

    assertThat(stages(store, "run-2"))
        .hasSameSizeAs(stages(store, "run-1"))
        .allMatch(StageRecord::cached);
    assertThat(digests(stages(store, "run-2"))).isEqualTo(digests(stages(store, "run-1")));
    assertThat(second.cells()).isEqualTo(first.cells());
    assertThat(steps(journal, "run-2", OURS)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void makesEveryStageOnceMoreToTheSameBits() {
    List<Comparison> made = OnceMore.compare(store, "run-1", 16, folder.resolve("beside"), runs);

    assertThat(made)
        .extracting(Comparison::stage)
        .containsAll(Stage.ofDataset(Set.of(Stage.SAMPLE_IDENTITY)));
    assertThat(made)
        .extracting(Comparison::stage)
        .contains(Stage.PRETRAIN, Stage.FINE_TUNE, Stage.RENDER_PORTRAIT, Stage.EVALUATE);
    assertThat(made).extracting(Comparison::outcome).containsOnly(Comparison.Outcome.SAME_BITS);
  }

  /** Says when a training reaches a checkpoint. */
  private record Signalling(RunTracker tracker, Runnable atCheckpoint) implements RunTracker {
    @Override
    public TrackingRun open(String run, @Nullable String cell, Started started) {
      return tracker.open(run, cell, started);
    }

    @Override
    public void record(TrackingRun run, RunEvent event) {
      tracker.record(run, event);
      if (event instanceof Points points && points.checkpoint() < TinyRuns.STEPS) {
        atCheckpoint.run();
      }
    }
  }

  @Test
  void aWorkerThatStopsHandsItsTrainingsToAnotherWithTheSameBits() throws Exception {
    FolderStore handed = FolderStore.open(folder.resolve("handed"));
    Journal told = new Journal(handed);
    CountDownLatch training = new CountDownLatch(1);
    AtomicReference<TriptychWorker> leaving = new AtomicReference<>();
    AtomicReference<CompletableFuture<Boolean>> drained = new AtomicReference<>();
    Runnable leave =
        () -> {
          if (drained.get() == null) {
            drained.set(CompletableFuture.supplyAsync(() -> leaving.get().drain(60)));
            training.countDown();
          }
        };
    try (LoadedPriors loaded = runs.load();
        EmbeddedTemporal temporal = EmbeddedTemporal.start();
        TriptychWorker first =
            runs.worker(
                temporal.client(), handed, new Signalling(told, leave), loaded, TaskQueues.GPU);
        TriptychWorker bookkeeper =
            runs.worker(temporal.client(), handed, told, loaded, TaskQueues.CPU);
        TriptychWorker second =
            runs.worker(temporal.client(), handed, told, loaded, TaskQueues.GPU)) {
      leaving.set(first);
      first.start();
      bookkeeper.start();
      ExperimentWorkflow workflow = TinyRuns.workflow(temporal.client(), "run-1");
      WorkflowClient.start(workflow::run, launch("run-1", 1));
      training.await();
      boolean ended = drained.get().join();
      second.start();
      ExperimentResult result = WorkflowStub.fromTyped(workflow).getResult(ExperimentResult.class);

      assertThat(ended).as("all work of the first worker ended by itself").isTrue();
      assertThat(result.state()).isEqualTo(State.DONE);
    }
    assertThat(digests(stages(handed, "run-1"))).isEqualTo(digests(stages(store, "run-1")));
    assertThat(steps(told, "run-1", OURS)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void goesOnFromTheCheckpointToTheSameBits() {
    FolderStore interrupted = FolderStore.open(folder.resolve("interrupted"));
    Journal told = new Journal(interrupted);

    ExperimentResult result = run(interrupted, new TinyRuns.Unreliable(told), "run-1");

    assertThat(result.state()).isEqualTo(State.DONE);
    assertThat(digests(stages(interrupted, "run-1"))).isEqualTo(digests(stages(store, "run-1")));
    assertThat(steps(told, "run-1", OURS)).containsExactly(1, 2, 3, 4);
  }
}
