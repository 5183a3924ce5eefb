package dev.triptych.workflows.experiment;

import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.portrait.Baseline;
import dev.triptych.workflows.portrait.ManyStyles;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.portrait.PortraitRequest;
import dev.triptych.workflows.portrait.PortraitWorkflow;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.portrait.Scoring;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.spec.TrainedOnSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.StageFailures;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.CellOutcome;
import dev.triptych.workflows.tracking.Failure;
import dev.triptych.workflows.tracking.FinishCellRequest;
import dev.triptych.workflows.tracking.FinishRunRequest;
import dev.triptych.workflows.tracking.NoticeRequest;
import dev.triptych.workflows.tracking.NotifyActivities;
import dev.triptych.workflows.tracking.StartCellRequest;
import dev.triptych.workflows.tracking.StartRunRequest;
import dev.triptych.workflows.tracking.TrackingActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowSemaphore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins the cells in order, a window of them at a time, so that the first portrait is early. A
 * long launch goes on as a new execution now and then, so that no history grows too long.
 */
public final class ExperimentWorkflowImpl implements ExperimentWorkflow {
  // A damaged artefact has been set aside when its reader fails; asked again, the stage that made
  // it runs again, and all others are kept. A reader of many finds one at a time.
  private static final int MENDINGS = 3;

  private final TrackingActivities tracking =
      Workflow.newActivityStub(TrackingActivities.class, StepOptions.bookkeeping());

  private final NotifyActivities notices =
      Workflow.newActivityStub(NotifyActivities.class, StepOptions.notice());

  private final Launch launch;
  private final CellBoard board;
  private final SharedSteps shared;
  private @Nullable ReportKeeper report;
  private State state = State.RUNNING;
  private int mendings;

  @WorkflowInit
  public ExperimentWorkflowImpl(Launch launch) {
    this.launch = launch;
    Carried carried = launch.carried();
    this.board =
        carried == null ? new CellBoard(launch.spec()) : new CellBoard(launch.spec(), carried);
    this.shared = new SharedSteps(launch);
    this.mendings = carried == null ? 0 : carried.mendings();
  }

  @Override
  public ExperimentResult run(Launch launch) {
    try {
      ExperimentResult result = make();
      sendNotice(result.state());
      return result;
    } catch (TemporalFailure e) {
      State end = StageFailures.cancelled(e) ? State.CANCELLED : State.FAILED;
      Workflow.newDetachedCancellationScope(() -> sendNotice(end)).run();
      throw e;
    }
  }

  /** Nobody told is no reason for a launch to fail. */
  private void sendNotice(State end) {
    String variable = launch.notice();
    if (variable == null) {
      return;
    }
    List<State> states = board.progress().stream().map(CellProgress::state).toList();
    try {
      notices.sendNotice(
          new NoticeRequest(
              launch.run(),
              end,
              states.size(),
              Collections.frequency(states, State.DONE),
              Collections.frequency(states, State.FAILED),
              report == null ? null : report.location(),
              variable));
    } catch (ActivityFailure e) {
      Workflow.getLogger(ExperimentWorkflowImpl.class).warn("no notice of {}", launch.run(), e);
    }
  }

  private ExperimentResult make() {
    Carried carried = launch.carried();
    TrackingRun parent = carried == null ? begin() : carried.tracking();
    ReportKeeper keeper =
        new ReportKeeper(
            launch.run(),
            carried == null ? null : carried.report(),
            carried == null ? 0 : carried.reported(),
            board.closed(),
            place -> Workflow.setCurrentDetails(Captions.links(parent, place)));
    report = keeper;
    try {
      runCells(parent, keeper);
    } catch (CanceledFailure e) {
      // Detached, for a cancelled launch is closed too.
      Workflow.newDetachedCancellationScope(() -> close(parent, keeper, State.CANCELLED)).run();
      throw e;
    }
    boolean allDone = board.outcomes().stream().allMatch(cell -> cell.state() == State.DONE);
    String location = close(parent, keeper, allDone ? State.DONE : State.FAILED);
    return new ExperimentResult(launch.run(), state, board.outcomes(), location);
  }

  @Override
  public ExperimentProgress progress() {
    return new ExperimentProgress(
        launch.run(),
        state,
        shared.progress(),
        board.progress(),
        report == null ? null : report.location());
  }

  @Override
  public ExperimentNews news(int failuresKnown) {
    return new ExperimentNews(
        state,
        shared.progress(),
        board.states(),
        board.failedAfter(failuresKnown),
        report == null ? null : report.location());
  }

  private TrackingRun begin() {
    return tracking.startRun(
        new StartRunRequest(launch.run(), launch.spec(), launch.priors(), launch.tags()));
  }

  private void runCells(TrackingRun parent, ReportKeeper keeper) {
    runPending(parent, keeper);
    while (mendings < MENDINGS && mendable()) {
      mendings++;
      shared.forget();
      board.reopenDamaged();
      runPending(parent, keeper);
    }
  }

  /** Launches that failed before this could be mended replay as they were. */
  private boolean mendable() {
    return board.anyDamaged()
        && Workflow.getVersion("mend-damaged", Workflow.DEFAULT_VERSION, 1) == 1;
  }

  private void runPending(TrackingRun parent, ReportKeeper keeper) {
    WorkflowSemaphore window = Workflow.newWorkflowSemaphore(launch.parallelism().cells());
    List<Promise<Void>> begun = new ArrayList<>();
    boolean full = false;
    try {
      for (CellProgress next : board.pending()) {
        Cell cell = next.cell();
        window.acquire();
        full = historyIsFull();
        if (full) {
          break;
        }
        board.begin(cell);
        // Asked for here, so that datasets stand in line in the order of their cells.
        Promise<FewShotDataset> dataset = shared.dataset(cell);
        Promise<PretrainedI2t> pretrained =
            launch.spec().settings(cell).pretrained() ? shared.pretrained(cell, parent) : null;
        begun.add(
            Async.procedure(
                () -> {
                  runCell(cell, parent, dataset, pretrained);
                  keeper.finished(cell);
                  window.release();
                }));
      }
    } finally {
      Promise.allOf(begun).get(); // a cancelled launch ends when its cells have stopped
    }
    throwIfCancelled();
    if (full) {
      goOnAsNew(parent, keeper);
    }
  }

  private static void throwIfCancelled() {
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("the launch was cancelled");
    }
  }

  /** A launch that was longer before it could go on as a new one replays as it was. */
  private boolean historyIsFull() {
    return launch.fills(Workflow.getInfo().getHistoryLength())
        && Workflow.getVersion("go-on-as-new", Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** Leaves this execution and its history, while no cell is under way. */
  private void goOnAsNew(TrackingRun parent, ReportKeeper keeper) {
    keeper.pause();
    throwIfCancelled(); // the new execution would not know
    Carried carried =
        new Carried(
            parent,
            board.states(),
            board.failedAfter(0).stream().map(FailedCell::shortened).toList(),
            mendings,
            shared.progress(),
            shared.datasetsFor(board.pending()),
            shared.networks(),
            keeper.location(),
            keeper.reported());
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder()
            .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
            .build(),
        launch.with(carried));
  }

  private void runCell(
      Cell cell,
      TrackingRun parent,
      Promise<FewShotDataset> dataset,
      @Nullable Promise<PretrainedI2t> pretrained) {
    CellOutcome outcome;
    try {
      String id = WorkflowIds.portrait(launch.run(), cell);
      TrackingRun run = tracking.startCell(new StartCellRequest(parent, cell, launch.priors(), id));
      CellOutcome made = makePortrait(cell, run, dataset, pretrained);
      outcome = made;
      // Detached, for a cancelled cell is closed too.
      Workflow.newDetachedCancellationScope(
              () -> tracking.finishCell(new FinishCellRequest(run, made)))
          .run();
    } catch (TemporalFailure e) {
      outcome = failed(cell, null, e);
    }
    board.finish(outcome);
  }

  /** Never throws: the other cells go on. */
  private CellOutcome makePortrait(
      Cell cell,
      TrackingRun run,
      Promise<FewShotDataset> making,
      @Nullable Promise<PretrainedI2t> pretrained) {
    FewShotDataset dataset = null;
    try {
      PortraitSettings settings = launch.spec().settings(cell);
      dataset = making.get();
      Portrait portrait =
          Workflow.newChildWorkflowStub(
                  PortraitWorkflow.class,
                  ChildWorkflowOptions.newBuilder()
                      .setWorkflowId(WorkflowIds.portrait(launch.run(), cell))
                      .setStaticSummary(Captions.summary(cell))
                      .setStaticDetails(Captions.details(cell, run))
                      .setTypedSearchAttributes(SearchKeys.ofPortrait(cell))
                      .build())
              .make(
                  new PortraitRequest(
                      cell,
                      launch.priors(),
                      dataset,
                      pretrained == null ? null : pretrained.get().checkpoint(),
                      settings.method(),
                      settings.i2t(),
                      settings.evaluation(),
                      run,
                      manyStyles(settings),
                      Scoring.of(launch.spec(), settings, dataset),
                      Baseline.of(settings, cell)));
      String datasetId = board.progress(cell).datasetId();
      return new CellOutcome(cell, State.DONE, datasetId, dataset, portrait, null);
    } catch (TemporalFailure e) {
      return failed(cell, dataset, e);
    }
  }

  private @Nullable ManyStyles manyStyles(PortraitSettings settings) {
    TrainedOnSpec trainedOn = launch.spec().trainedOn();
    // As many of those trained on are scored as of those that are not.
    int scored = Math.max(1, trainedOn.heldOutIdentities());
    if (!trainedOn.regime().manyStyles()) {
      return null;
    }
    ViewsSpec trained =
        trainedOn.regime().manyIdentities() // from the front and from drawn sides
            ? new ViewsSpec(1, 0, 0, settings.views().angles())
            : settings.views();
    return new ManyStyles(launch.spec().styles(), scored, settings.identity(), trained);
  }

  private CellOutcome failed(Cell cell, @Nullable FewShotDataset dataset, TemporalFailure e) {
    boolean cancelled = StageFailures.cancelled(e);
    return new CellOutcome(
        cell,
        cancelled ? State.CANCELLED : State.FAILED,
        board.progress(cell).datasetId(),
        dataset,
        null,
        cancelled ? null : new Failure(StageFailures.type(e), StageFailures.message(e)));
  }

  private String close(TrackingRun parent, ReportKeeper keeper, State end) {
    state = end;
    tracking.finishRun(new FinishRunRequest(parent, end));
    return keeper.close(end);
  }
}
