package dev.triptych.workflows.experiment;

import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.PendingActivities;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Queries;
import dev.triptych.workflows.stage.Retry;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a launch from outside: the experiment knows which cells are done, its children know how
 * far the running ones are. Asks and remembers no more of a launch of a thousand cells than of one
 * of ten: what a cell did is told once, when it has ended. Not safe for several threads.
 */
public final class ExperimentMonitor {
  private static final int AT_ONCE = 20; // cells found ended that are asked what they did

  private final WorkflowClient client;
  private final String run;
  private final boolean manyStyles;
  private final CellBoard pending;
  private final CellBoard board;
  private final Map<String, Progress> closed = new HashMap<>();
  private final Map<String, Progress> asked = new HashMap<>(); // by the look that is under way
  private final List<Retry> retries = new ArrayList<>();
  private int failuresKnown;

  public ExperimentMonitor(WorkflowClient client, String run, ExperimentSpec spec) {
    this.client = client;
    this.run = run;
    this.manyStyles = spec.trainedOn().regime().manyStyles();
    this.pending = new CellBoard(spec);
    this.board = new CellBoard(spec);
  }

  /**
   * @return how far the launch is; records are those of running cells, and of cells that have ended
   *     since the last look
   * @throws WorkflowException if there is no such launch, or no worker to answer for it
   */
  public ExperimentProgress progress() {
    retries.clear();
    asked.clear();
    ExperimentWorkflow workflow = client.newWorkflowStub(ExperimentWorkflow.class, run);
    ExperimentNews news = Queries.ask(() -> workflow.news(failuresKnown));
    failuresKnown += news.failed().size();
    news.failed().forEach(this::fail);
    List<CellProgress> ended = new ArrayList<>();
    for (int i = 0; i < board.size(); i++) {
      State state = news.cells().at(i);
      CellProgress known = board.at(i);
      if (state == State.RUNNING) {
        board.put(ask(known.withState(state)));
      } else if (state != known.state()) {
        CellProgress changed = changed(i, state, known);
        board.put(changed);
        if (state.closed()) {
          ended.add(changed);
        }
      } else if (state.closed() && !known.progress().records().isEmpty()) {
        board.put(known.withProgress(Progress.pending(known.progress().stages())));
      }
    }
    ended.stream().skip(Math.max(0, ended.size() - AT_ONCE)).forEach(cell -> board.put(ask(cell)));
    closed.keySet().retainAll(asked.keySet());
    Progress shared = withPending(run, news.shared());
    return new ExperimentProgress(run, news.state(), shared, board.progress(), news.report());
  }

  /** Steps that were being tried again when {@link #progress} looked last. */
  public List<Retry> retries() {
    return List.copyOf(retries);
  }

  private void fail(FailedCell cell) {
    board.put(board.at(cell.place()).withFailure(cell.failure()));
  }

  private CellProgress changed(int place, State state, CellProgress known) {
    CellProgress anew = pending.at(place).withState(state);
    return switch (state) {
      case PENDING, RUNNING, CANCELLED -> anew;
      case FAILED -> anew.withFailure(known.failure());
      case DONE -> anew.withProgress(anew.progress().finished());
    };
  }

  private CellProgress ask(CellProgress cell) {
    Progress dataset = askData(WorkflowIds.dataset(run, cell.datasetId())); // several share one
    // Without a whole dataset there is no portrait yet to be asked.
    Progress portrait =
        dataset.done() ? ask(WorkflowIds.portrait(run, cell.cell())) : Progress.pending(List.of());
    return cell.withProgress(cell.progress().updatedBy(dataset.then(portrait)));
  }

  /** Of a database, with the datasets under way: they alone know how far they are. */
  private Progress askData(String workflowId) {
    Progress known = ask(workflowId);
    if (!manyStyles || known.stages().isEmpty() || known.over()) {
      return known;
    }
    Progress all = known;
    for (String child : running(workflowId)) {
      all = all.with(ask(child));
    }
    return all;
  }

  private String[] running(String workflowId) {
    try {
      return query(workflowId, "running", String[].class);
    } catch (WorkflowException e) {
      return new String[0];
    }
  }

  /** Progress of one child; without stages if it has not started or nobody answers for it. */
  private Progress ask(String workflowId) {
    Progress known =
        closed.containsKey(workflowId) ? closed.get(workflowId) : asked.get(workflowId);
    if (known == null) {
      known = query(workflowId);
    }
    asked.put(workflowId, known);
    return known;
  }

  private <T> T query(String workflowId, String name, Class<T> answer) {
    WorkflowStub workflow = client.newUntypedWorkflowStub(workflowId);
    return Queries.ask(() -> workflow.query(name, answer));
  }

  private Progress query(String workflowId) {
    Progress told;
    try {
      told = query(workflowId, "progress", Progress.class);
    } catch (WorkflowException e) {
      return Progress.pending(List.of());
    }
    if (told.over()) {
      closed.put(workflowId, told);
      return told;
    }
    return withPending(workflowId, told);
  }

  /** Counts single running executions, such as a training, by their own heartbeats. */
  private Progress withPending(String workflowId, Progress progress) {
    PendingActivities pending = PendingActivities.of(client.newUntypedWorkflowStub(workflowId));
    retries.addAll(pending.retries());
    List<StageProgress> stages =
        progress.stages().stream()
            .map(stage -> runsAlone(stage) ? withHeartbeat(stage, pending) : stage)
            .toList();
    return new Progress(stages, progress.records());
  }

  private static boolean runsAlone(StageProgress stage) {
    return stage.state() == State.RUNNING && stage.total() == 1;
  }

  private static StageProgress withHeartbeat(StageProgress stage, PendingActivities pending) {
    return pending
        .of(stage.stage())
        .map(heartbeat -> stage.withFraction(heartbeat.fraction()))
        .orElse(stage);
  }
}
