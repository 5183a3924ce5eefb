package dev.triptych.workflows.experiment;

import dev.triptych.workflows.stage.PendingActivities;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Retry;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a launch from outside: the experiment knows which cells are done, its children know how
 * far the running ones are. Remembers what has closed, so that following a long launch stays cheap.
 * Not safe for several threads.
 */
public final class ExperimentMonitor {
  private final WorkflowClient client;
  private final Map<String, Progress> closed = new HashMap<>();
  private final List<Retry> retries = new ArrayList<>();

  public ExperimentMonitor(WorkflowClient client) {
    this.client = client;
  }

  /**
   * @throws WorkflowException if there is no such launch, or no worker to answer for it
   */
  public ExperimentProgress progress(String run) {
    retries.clear();
    ExperimentProgress own = client.newWorkflowStub(ExperimentWorkflow.class, run).progress();
    Map<String, Progress> datasets = new HashMap<>(); // several cells may share one
    List<CellProgress> cells = new ArrayList<>();
    for (CellProgress cell : own.cells()) {
      cells.add(cell.state() == State.PENDING ? cell : ask(run, cell, datasets));
    }
    Progress shared = withPending(run, own.shared());
    return new ExperimentProgress(own.run(), own.state(), shared, cells, own.report());
  }

  /** Steps that were being tried again when {@link #progress} looked last. */
  public List<Retry> retries() {
    return List.copyOf(retries);
  }

  private CellProgress ask(String run, CellProgress cell, Map<String, Progress> datasets) {
    String datasetId = WorkflowIds.dataset(run, cell.datasetId());
    Progress dataset = datasets.computeIfAbsent(datasetId, this::ask);
    // Without a whole dataset there is no portrait yet to be asked.
    Progress portrait =
        dataset.done() ? ask(WorkflowIds.portrait(run, cell.cell())) : Progress.pending(List.of());
    return cell.withProgress(cell.progress().updatedBy(dataset.then(portrait)));
  }

  /** Progress of one child; without stages if it has not started or nobody answers for it. */
  private Progress ask(String workflowId) {
    Progress known = closed.get(workflowId);
    if (known != null) {
      return known;
    }
    Progress asked;
    try {
      asked = client.newUntypedWorkflowStub(workflowId).query("progress", Progress.class);
    } catch (WorkflowException e) {
      return Progress.pending(List.of());
    }
    if (asked.over()) {
      closed.put(workflowId, asked);
      return asked;
    }
    return withPending(workflowId, asked);
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
