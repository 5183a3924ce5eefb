package dev.triptych.workflows.experiment;

import static dev.triptych.workflows.testing.Latches.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.FailureTypes;
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
import dev.triptych.workflows.tracking.StartRunRequest;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A launch whose histories would be too long goes on as a new execution, and nothing is lost. */
@Timeout(300)
class LongLaunchTest {
  private static final List<String> STYLES =
      IntStream.range(0, 12).mapToObj(i -> "style " + i).toList();
  private static final int EVENTS = 100; // some two cells' worth

  private final TestTemporal temporal = new TestTemporal();
  private final FakeSteps steps = temporal.steps;
  private final FakeTracking tracking = temporal.tracking;

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void makesEveryPortraitOnceInSeveralBoundedHistories() {
    ExperimentResult result = run(launch(Variant.OURS));

    assertThat(result.state()).isEqualTo(State.DONE);
    assertThat(result.cells())
        .extracting(cell -> cell.cell().style(), CellOutcome::state)
        .containsExactlyElementsOf(STYLES.stream().map(style -> tuple(style, State.DONE)).toList());
    assertThat(tracking.told(FinishCellRequest.class)).hasSize(STYLES.size());
    assertThat(steps.began(PretrainRequest.class)).hasSize(1);
    // Three cells may be under way when the border is reached.
    assertThat(temporal.client().fetchHistory("run").getEvents().size()).isLessThan(300);
    assertThat(continued()).isTrue();
  }

  @Test
  void belongsToOneTrackedRunWhichItClosesOnce() {
    run(launch(Variant.OURS));

    assertThat(tracking.told(StartRunRequest.class)).hasSize(1);
    assertThat(tracking.told(StartCellRequest.class))
        .extracting(cell -> cell.parent().trackerId())
        .containsOnly("tracker-run");
    assertThat(tracking.told(FinishRunRequest.class))
        .extracting(FinishRunRequest::state)
        .containsExactly(State.DONE);
    List<ReportRequest> reports = tracking.told(ReportRequest.class);
    assertThat(reports)
        .flatExtracting(ReportRequest::finished)
        .doesNotHaveDuplicates()
        .hasSize(STYLES.size());
    assertThat(reports.get(reports.size() - 1).state()).isEqualTo(State.DONE);
  }

  @Test
  void remembersAFailedCellBeyondTheBorder() {
    steps.onEdit =
        edit -> {
          if (edit.settings().prompt().contains("style 2")) {
            throw ApplicationFailure.newFailure("no such set", FailureTypes.MISSING_PRIOR);
          }
        };
    Launch launch = launch(Variant.OURS);
    ExperimentMonitor monitor = new ExperimentMonitor(temporal.client(), "run", launch.spec());
    ExperimentResult result = run(launch);

    assertThat(continued()).isTrue();
    assertThat(result.state()).isEqualTo(State.FAILED);
    CellOutcome failed = result.cells().get(2);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.failure().message()).contains("no such set");
    CellProgress seen = monitor.progress().cells().get(2);
    assertThat(seen.state()).isEqualTo(State.FAILED);
    assertThat(seen.failure()).isEqualTo(failed.failure());
  }

  @Test
  void mendsADamagedCellBeyondTheBorder() {
    AtomicInteger damaged = new AtomicInteger(1);
    steps.onFineTune =
        fineTune -> {
          if (damaged.getAndDecrement() > 0) {
            throw ApplicationFailure.newNonRetryableFailure(
                "not what its digest says", FailureTypes.CORRUPT_ARTIFACT);
          }
        };
    assertThat(run(launch(Variant.OURS)).state()).isEqualTo(State.DONE);
    assertThat(continued()).isTrue();
    assertThat(tracking.told(FinishCellRequest.class)).hasSize(STYLES.size() + 1);
  }

  @Test
  void variantsBeyondTheBorderTakeTheDatasetThatIsThere() {
    Launch launch =
        new Launch(
            "run",
            Requests.launch("run", List.of("an elf"), Variant.ABLATIONS.toArray(Variant[]::new))
                .spec(),
            Requests.PRIORS,
            new Parallelism(1, 1, 4, null),
            Map.of(),
            EVENTS,
            null,
            null);
    assertThat(run(launch).state()).isEqualTo(State.DONE);
    assertThat(continued()).isTrue();
    assertThat(steps.began(EditViewRequest.class)).hasSize(18); // plain and optimised, once each
    assertThat(steps.began(PretrainRequest.class)).hasSize(2);
  }

  @Test
  void isCancelledByWhoeverKnowsItsFirstExecutionOnly() {
    CountDownLatch late = new CountDownLatch(1);
    steps.onFineTune =
        fineTune -> {
          if (String.valueOf(fineTune.tracking().cell()).startsWith("style-9-")) {
            late.countDown();
            while (true) {
              Activity.getExecutionContext().heartbeat(null);
              Thread.onSpinWait();
            }
          }
        };
    ExperimentWorkflow workflow = temporal.experiment("run");
    WorkflowClient.start(workflow::run, launch(Variant.OURS));
    await(late);
    assertThat(continued()).isTrue();
    WorkflowStub first = WorkflowStub.fromTyped(workflow);
    first.cancel();

    WorkflowFailedException failure =
        catchThrowableOfType(
            WorkflowFailedException.class, () -> first.getResult(ExperimentResult.class));
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(tracking.told(FinishRunRequest.class))
        .extracting(FinishRunRequest::state)
        .containsExactly(State.CANCELLED);
    assertThat(workflow.news(0).state()).isEqualTo(State.CANCELLED);
    assertThat(workflow.news(0).cells().letters()).startsWith("ddddddd").contains("c");
  }

  @Test
  void isStillFoundByItsExperiment() {
    temporal.learnSearchKeys();
    Launch launch = launch(Variant.OURS);
    ExperimentWorkflow workflow =
        temporal
            .client()
            .newWorkflowStub(
                ExperimentWorkflow.class,
                WorkflowOptions.newBuilder(TestTemporal.options("run"))
                    .setTypedSearchAttributes(SearchKeys.ofLaunch("test"))
                    .build());
    workflow.run(launch);
    assertThat(continued()).isTrue();
    Cell last = launch.spec().cells().get(STYLES.size() - 1);
    assertThat(
            temporal
                .client()
                .newUntypedWorkflowStub(WorkflowIds.portrait("run", last))
                .describe()
                .getTypedSearchAttributes()
                .get(SearchKeys.EXPERIMENT))
        .isEqualTo("test");
  }

  private static Launch launch(Variant... variants) {
    Launch usual = Requests.launch("run", STYLES, variants);
    return new Launch(
        usual.run(),
        usual.spec(),
        usual.priors(),
        usual.parallelism(),
        usual.tags(),
        EVENTS,
        null,
        null);
  }

  private ExperimentResult run(Launch launch) {
    return temporal.experiment(launch.run()).run(launch);
  }

  private boolean continued() {
    return !temporal
        .client()
        .fetchHistory("run")
        .getEvents()
        .get(0)
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId()
        .isEmpty();
  }
}
