package dev.triptych.workflows.experiment;

import static dev.triptych.workflows.testing.Latches.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triptych.workflows.dataset.AssembleDatasetRequest;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.portrait.EvaluateRequest;
import dev.triptych.workflows.portrait.FineTuneRequest;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Retry;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.testing.FakeSteps;
import dev.triptych.workflows.testing.FakeTracking;
import dev.triptych.workflows.testing.Requests;
import dev.triptych.workflows.testing.TestTemporal;
import dev.triptych.workflows.tracking.CellOutcome;
import dev.triptych.workflows.tracking.FinishCellRequest;
import dev.triptych.workflows.tracking.FinishRunRequest;
import dev.triptych.workflows.tracking.ReportRequest;
import dev.triptych.workflows.tracking.StartCellRequest;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ExperimentWorkflowTest {
  private static final List<String> STYLES = List.of("an elf", "a clown", "a bronze statue");

  private final TestTemporal temporal = new TestTemporal();
  private final FakeSteps steps = temporal.steps;
  private final FakeTracking tracking = temporal.tracking;

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void makesAPortraitOfEveryStyle() {
    ExperimentResult result = run(Requests.launch("run", STYLES, Variant.OURS));

    assertThat(result.state()).isEqualTo(State.DONE);
    assertThat(result.report()).isEqualTo("runs/run/report.html");
    assertThat(result.cells())
        .extracting(cell -> cell.cell().slug())
        .containsExactly("an-elf-ours-s0", "a-clown-ours-s0", "a-bronze-statue-ours-s0");
    assertThat(result.cells())
        .allSatisfy(
            cell ->
                assertThat(cell.portrait().metrics())
                    .containsEntry(Metric.CLIP_SCORE.slug(), new MeanStd(0.3, 0.01)));
    assertThat(tracking.told(StartCellRequest.class))
        .extracting(StartCellRequest::workflowId)
        .containsExactlyInAnyOrder(
            "run/an-elf-ours-s0", "run/a-clown-ours-s0", "run/a-bronze-statue-ours-s0");
    assertThat(tracking.told(FinishRunRequest.class))
        .extracting(FinishRunRequest::state)
        .containsExactly(State.DONE);
  }

  @Test
  void scoresViewsThatTrainingHasNotSeen() {
    run(Requests.launch("run", STYLES, Variant.OURS));

    EvaluateRequest evaluate = steps.began(EvaluateRequest.class).get(0);
    assertThat(evaluate.portrait())
        .extracting(view -> view.angle().slug())
        .containsExactly("p+10_y-10", "p+10_y+10", "p-10_y-10", "p-10_y+10");
    assertThat(evaluate.subject().keptOut()).isTrue();
    assertThat(evaluate.subject().rivals()).isEqualTo(STYLES);
    assertThat(evaluate.dataset().key()).isEqualTo("dataset/an elf/5");
    assertThat(evaluate.head().frontal().key()).isEqualTo("edited/p+0_y+0");
  }

  @Test
  void makesAgainWhatWasDamaged() {
    AtomicInteger damaged = new AtomicInteger(2); // the dataset, then an edit in it
    steps.onFineTune =
        fineTune -> {
          if (damaged.getAndDecrement() > 0) {
            throw ApplicationFailure.newNonRetryableFailure(
                "not what its digest says", FailureTypes.CORRUPT_ARTIFACT);
          }
        };

    ExperimentResult result = run(Requests.launch("run", List.of("an elf"), Variant.OURS));

    assertThat(result.state()).isEqualTo(State.DONE);
    assertThat(steps.began(AssembleDatasetRequest.class)).hasSize(6);
    assertThat(steps.began(PretrainRequest.class)).hasSize(3);
    assertThat(tracking.told(FinishCellRequest.class))
        .extracting(finished -> finished.outcome().state())
        .containsExactly(State.FAILED, State.FAILED, State.DONE);
  }

  @Test
  void givesUpOnWhatIsDamagedAgainAndAgain() {
    steps.onFineTune =
        fineTune -> {
          throw ApplicationFailure.newNonRetryableFailure(
              "not what its digest says", FailureTypes.CORRUPT_ARTIFACT);
        };
    ExperimentResult result = run(Requests.launch("run", List.of("an elf"), Variant.OURS));

    assertThat(result.state()).isEqualTo(State.FAILED);
    assertThat(steps.began(FineTuneRequest.class)).hasSize(4);
  }

  @Test
  void editsTheFirstStyleBeforeTheSecond() {
    run(Requests.launch("run", STYLES, Variant.OURS));
    assertThat(steps.began(EditViewRequest.class))
        .extracting(edit -> STYLES.indexOf(style(edit.settings())))
        .hasSize(27)
        .isSorted();
  }

  @Test
  void finishesTheFirstPortraitWhileTheNextStyleIsEdited() {
    CountDownLatch firstPortrait = new CountDownLatch(1);
    steps.onEdit =
        edit -> {
          if (style(edit.settings()).equals("a clown")) {
            await(firstPortrait); // never opens if portraits waited for all datasets
          }
        };
    tracking.onFinishCell = finished -> firstPortrait.countDown();
    assertThat(run(Requests.launch("run", STYLES, Variant.OURS)).state()).isEqualTo(State.DONE);
  }

  @Test
  void variantsShareDatasetsAndPretraining() {
    ExperimentResult result =
        run(Requests.launch("run", List.of("an elf"), Variant.ABLATIONS.toArray(Variant[]::new)));

    assertThat(result.state()).isEqualTo(State.DONE);
    // Five views in the paper's way for five variants, and five more without its optimisation;
    // and four more of each to score by.
    assertThat(steps.began(EditViewRequest.class)).hasSize(18);
    assertThat(steps.began(PretrainRequest.class))
        .extracting(PretrainRequest::spatial)
        .containsExactlyInAnyOrder(true, false);
    assertThat(steps.began(FineTuneRequest.class)).hasSize(6);
  }

  @Test
  void eachAblationLeavesOutItsOwnPart() {
    run(Requests.launch("run", List.of("an elf"), Variant.ABLATIONS.toArray(Variant[]::new)));
    for (FineTuneRequest fineTune : steps.began(FineTuneRequest.class)) {
      String cell = String.valueOf(fineTune.tracking().cell());
      Method kind = cell.contains("no-i2t") ? Method.MODULATED_BACKBONE : Method.I2T;
      assertThat(fineTune.shape())
          .isEqualTo(new GeneratorShape(kind, !cell.contains("no-spatial")));
      assertThat(fineTune.loss().lambdaDr())
          .isEqualTo(cell.contains("no-density-regularisation") ? 0 : 0.2);
      if (cell.contains("no-pretraining")) {
        assertThat(fineTune.pretrained()).isNull();
      } else {
        assertThat(fineTune.pretrained().key())
            .isEqualTo(cell.contains("no-spatial") ? "i2t/vector" : "i2t/spatial");
      }
    }
  }

  @Test
  void survivesAFailedCellAndSaysWhichViewFailed() {
    steps.onEdit =
        edit -> {
          if (edit.settings().prompt().contains("clown")
              && edit.source().key().equals("source/p+30_y-30")) {
            throw ApplicationFailure.newFailure(
                "blob ab12 is damaged", FailureTypes.CORRUPT_ARTIFACT);
          }
        };
    ExperimentResult result = run(Requests.launch("run", STYLES, Variant.OURS));

    assertThat(result.state()).isEqualTo(State.FAILED);
    assertThat(result.cells())
        .extracting(CellOutcome::state)
        .containsExactly(State.DONE, State.FAILED, State.DONE);
    CellOutcome failed = result.cells().get(1);
    assertThat(failed.failure().type()).isEqualTo(FailureTypes.CORRUPT_ARTIFACT);
    assertThat(failed.failure().message()).isEqualTo("edit-view p+30_y-30: blob ab12 is damaged");
    assertThat(tracking.told(FinishCellRequest.class))
        .extracting(FinishCellRequest::outcome)
        .contains(failed);
  }

  @Test
  void tellsWhichStepsAreTriedAgainAndWhy() {
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    steps.onFineTune =
        fineTune -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("the device went away");
          }
          second.countDown();
          await(seen);
        };
    ExperimentWorkflow workflow = temporal.experiment("run");
    Launch launch = Requests.launch("run", List.of("an elf"), Variant.OURS);
    WorkflowClient.start(workflow::run, launch);
    await(second);
    ExperimentMonitor monitor = new ExperimentMonitor(temporal.client(), "run", launch.spec());
    monitor.progress();

    assertThat(monitor.retries())
        .containsExactly(new Retry("fine-tune", 2, "the device went away"));

    seen.countDown();
    WorkflowStub.fromTyped(workflow).getResult(ExperimentResult.class);
    monitor.progress();
    assertThat(monitor.retries()).isEmpty();
  }

  @Test
  void aFailedTrainingFailsOnlyItsCell() {
    steps.onFineTune =
        fineTune -> {
          if (fineTune.loss().lambdaDr() == 0) {
            throw ApplicationFailure.newFailure(
                "the loss is not a number", FailureTypes.INVALID_SPEC);
          }
        };
    ExperimentResult result =
        run(
            Requests.launch(
                "run", List.of("an elf"), Variant.NO_DENSITY_REGULARISATION, Variant.OURS));
    assertThat(result.cells())
        .extracting(CellOutcome::state)
        .containsExactly(State.FAILED, State.DONE);
    CellOutcome failed = result.cells().get(0);
    assertThat(failed.failure().message()).isEqualTo("fine-tune: the loss is not a number");
    assertThat(failed.dataset()).isNotNull();
  }

  @Test
  void aFailedPretrainingSparesTheVariantThatNeedsNone() {
    steps.onPretrain =
        pretrain -> {
          throw ApplicationFailure.newFailure("no such set", FailureTypes.MISSING_PRIOR);
        };
    ExperimentResult result =
        run(Requests.launch("run", List.of("an elf"), Variant.OURS, Variant.NO_PRETRAINING));
    assertThat(result.cells())
        .extracting(CellOutcome::state)
        .containsExactly(State.FAILED, State.DONE);
    assertThat(tracking.stagesOf(RecordStagesRequest.SHARED).state()).isEqualTo(State.FAILED);
  }

  @Test
  void aSecondLaunchIsMadeOfKeptResults() {
    run(Requests.launch("run", List.of("an elf"), Variant.OURS));
    List<StageRecord> first = tracking.stagesOf("an-elf-s0").stages();
    int edits = steps.began(EditViewRequest.class).size();
    run(Requests.launch("run", List.of("an elf"), Variant.OURS));
    List<StageRecord> second = tracking.stagesOf("an-elf-s0").stages();

    assertThat(steps.began(EditViewRequest.class)).hasSize(2 * edits);
    assertThat(first).allSatisfy(stage -> assertThat(stage.cached()).isFalse());
    assertThat(second)
        .allSatisfy(
            stage -> {
              assertThat(stage.cached()).isTrue();
              assertThat(stage.seconds()).isEqualTo(FakeSteps.SECONDS);
            });
    assertThat(second).extracting(StageRecord::key).hasSameElementsAs(keys(first));
  }

  @Test
  void reportsAsSoonAsTheFirstCellIsDoneAndAtTheEnd() {
    run(Requests.launch("run", STYLES, Variant.OURS));
    int firstReport = indexOf(ReportRequest.class);
    int lastStyleDone = tracking.told.indexOf(tracking.told(FinishCellRequest.class).get(2));
    assertThat(firstReport).isLessThan(lastStyleDone);
    List<ReportRequest> reports = tracking.told(ReportRequest.class);
    ReportRequest last = reports.get(reports.size() - 1);
    assertThat(last.state()).isEqualTo(State.DONE);
    assertThat(last.page()).isTrue();
    assertThat(reports)
        .flatExtracting(ReportRequest::finished)
        .containsExactly("an-elf-ours-s0", "a-clown-ours-s0", "a-bronze-statue-ours-s0");
  }

  @Test
  void aReportThatCannotBeWrittenMeanwhileDoesNotStopTheRun() {
    tracking.onReport =
        report -> {
          if (report.state() == State.RUNNING) {
            throw ApplicationFailure.newNonRetryableFailure("disk full", "DiskFull");
          }
        };
    assertThat(run(Requests.launch("run", STYLES, Variant.OURS)).state()).isEqualTo(State.DONE);
  }

  @Test
  void cancellationStopsTheWorkAndClosesTheRun() {
    CountDownLatch training = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    steps.onFineTune =
        fineTune -> {
          training.countDown();
          try {
            while (true) {
              Activity.getExecutionContext().heartbeat(null);
              Thread.onSpinWait();
            }
          } finally {
            stopped.countDown();
          }
        };
    ExperimentWorkflow workflow = temporal.experiment("run");
    WorkflowClient.start(workflow::run, Requests.launch("run", List.of("an elf"), Variant.OURS));
    await(training);
    WorkflowStub stub = WorkflowStub.fromTyped(workflow);
    stub.cancel();

    WorkflowFailedException failure =
        catchThrowableOfType(
            WorkflowFailedException.class, () -> stub.getResult(ExperimentResult.class));
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(stopped.getCount()).isZero();
    assertThat(tracking.stagesOf("an-elf-ours-s0").state()).isEqualTo(State.CANCELLED);
    assertThat(tracking.told(FinishRunRequest.class))
        .extracting(FinishRunRequest::state)
        .containsExactly(State.CANCELLED);
    assertThat(tracking.told(ReportRequest.class))
        .extracting(ReportRequest::state)
        .endsWith(State.CANCELLED);
    assertThat(workflow.progress().state()).isEqualTo(State.CANCELLED);
  }

  private ExperimentResult run(Launch launch) {
    return temporal.experiment(launch.run()).run(launch);
  }

  private int indexOf(Class<?> kind) {
    return tracking.told.indexOf(tracking.told(kind).get(0));
  }

  private static List<String> keys(List<StageRecord> stages) {
    return stages.stream().map(StageRecord::key).toList();
  }

  private static String style(EditSettings settings) {
    return STYLES.stream()
        .filter(style -> settings.prompt().startsWith("turn the head into " + style))
        .findFirst()
        .orElseThrow();
  }
}
