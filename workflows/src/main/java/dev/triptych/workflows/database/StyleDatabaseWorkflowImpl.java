package dev.triptych.workflows.database;

import dev.triptych.workflows.dataset.DatasetStages;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.FewShotDatasetRequest;
import dev.triptych.workflows.dataset.FewShotDatasetWorkflow;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.Summary;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Begins the datasets in order. What a style has made is handed over to its page when it is whole,
 * so that no more is remembered than pages and the style or two that are under way; a long database
 * goes on as a new execution now and then.
 */
public final class StyleDatabaseWorkflowImpl implements StyleDatabaseWorkflow {
  private final DatabaseActivities activities =
      Workflow.newActivityStub(DatabaseActivities.class, StepOptions.bookkeeping());
  private final StyleDatabaseRequest request;
  private final StageTally tally;
  private final StageSums sums = new StageSums();
  private final Map<Integer, Page> pages = new TreeMap<>();
  private final Map<Integer, FewShotDataset> made = new TreeMap<>();
  private final Map<Integer, String> running = new TreeMap<>();
  private int begun;
  private @Nullable TemporalFailure failure;

  @WorkflowInit
  public StyleDatabaseWorkflowImpl(StyleDatabaseRequest request) {
    this.request = request;
    this.tally =
        new StageTally(
            DatabaseStages.pending(
                request.trainedOn(),
                request.identity(),
                request.views(),
                request.scored(),
                request.styles().size()));
    Carried carried = request.carried();
    if (carried != null) {
      begun = carried.begun();
      pages.putAll(carried.pages());
      made.putAll(carried.made());
      sums.add(carried.stages());
      for (int dataset = 0; dataset < begun; dataset++) {
        tally.add(DatasetStages.pending(request.request(dataset)));
      }
    }
  }

  @Override
  public FewShotDataset make(StyleDatabaseRequest request) {
    return new StageLog(request.run(), request.id(), tally).around(this::make);
  }

  @Override
  public Progress progress() {
    return tally.progress();
  }

  @Override
  public List<String> running() {
    return List.copyOf(running.values());
  }

  private FewShotDataset make() {
    makeDatasets();
    tally.addRecords(sums.records());
    AssembleDatabaseRequest assemble =
        new AssembleDatabaseRequest(
            request.priors(), request.trainedOn(), List.copyOf(pages.values()));
    return tally
        .await(Stage.ASSEMBLE_DATABASE, Async.function(activities::assembleDatabase, assemble))
        .asDataset();
  }

  private void makeDatasets() {
    WorkflowSemaphore window = Workflow.newWorkflowSemaphore(request.datasets());
    List<Promise<Void>> open = new ArrayList<>();
    try {
      while (begun < request.count()) {
        window.acquire();
        if (failure != null || request.fills(Workflow.getInfo().getHistoryLength())) {
          break;
        }
        int dataset = begun++;
        running.put(dataset, workflowId(dataset));
        open.removeIf(Promise::isCompleted);
        open.add(
            Async.procedure(
                () -> {
                  run(dataset);
                  window.release();
                }));
      }
    } finally {
      Promise.allOf(open).get(); // a cancelled database ends when its datasets have stopped
    }
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("the database was cancelled");
    }
    if (failure != null) {
      throw failure;
    }
    if (begun < request.count()) {
      goOnAsNew();
    }
  }

  /** Never throws: those under way end, and none begins after a failure. */
  private void run(int dataset) {
    try {
      FewShotDatasetRequest child = request.request(dataset);
      FewShotDataset whole = child(dataset).make(child);
      made.put(dataset, whole);
      running.remove(dataset);
      tally.add(DatasetStages.pending(child));
      finish(dataset / request.perStyle());
    } catch (TemporalFailure e) {
      failure = failure == null ? e : failure; // later ones follow from it
    }
  }

  private FewShotDatasetWorkflow child(int dataset) {
    String who =
        request.trainedOn().regime().manyIdentities()
            ? ", identity " + request.identity(dataset)
            : "";
    return Workflow.newChildWorkflowStub(
        FewShotDatasetWorkflow.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(workflowId(dataset))
            .setStaticSummary(Summary.of("views as " + request.style(dataset).text() + who))
            .build());
  }

  private String workflowId(int dataset) {
    return request.run() + "/dataset/" + request.part(dataset);
  }

  /** Writes a style's page as soon as all of its datasets are made. */
  private void finish(int style) {
    int first = style * request.perStyle();
    List<Member> members = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (int dataset = first; dataset < first + request.perStyle(); dataset++) {
      FewShotDataset whole = made.get(dataset);
      if (whole == null) {
        return;
      }
      members.add(
          new Member(
              request.identity(dataset),
              request.heldOut(dataset),
              whole.manifest(),
              whole.size(),
              whole.references()));
      parts.add(request.part(dataset));
    }
    StyleName name = request.styles().get(style);
    FinishedPage finished =
        activities.finishPage(
            new PageRequest(request.run(), name.text(), name.slug(), members, parts));
    pages.put(style, finished.page());
    sums.add(finished.stages());
    made.keySet().removeIf(dataset -> dataset / request.perStyle() == style);
  }

  /** Leaves this execution and its history, while no dataset is under way. */
  private void goOnAsNew() {
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder()
            .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
            .build(),
        request.with(new Carried(begun, pages, made, sums.records())));
  }
}
