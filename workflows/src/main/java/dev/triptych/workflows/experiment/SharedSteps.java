package dev.triptych.workflows.experiment;

import dev.triptych.workflows.database.StyleDatabaseRequest;
import dev.triptych.workflows.database.StyleDatabaseWorkflow;
import dev.triptych.workflows.database.StyleName;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.dataset.FewShotDatasetRequest;
import dev.triptych.workflows.dataset.FewShotDatasetWorkflow;
import dev.triptych.workflows.portrait.I2tActivities;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageLog;
import dev.triptych.workflows.stage.StageTally;
import dev.triptych.workflows.stage.StepOptions;
import dev.triptych.workflows.stage.TrackingRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowSemaphore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What several cells need is made once, when the first of them asks. */
final class SharedSteps {
  private final I2tActivities i2t =
      Workflow.newActivityStub(I2tActivities.class, StepOptions.training());

  private final Launch launch;
  private final WorkflowSemaphore editing;
  private final StageTally tally;
  private final Map<String, Promise<FewShotDataset>> datasets = new HashMap<>();
  // In the order in which they were asked for, which a replay must find again.
  private final Map<PretrainRequest, Promise<PretrainedI2t>> pretrained = new LinkedHashMap<>();

  SharedSteps(Launch launch) {
    this.launch = launch;
    // A database has its datasets' parallelism within itself.
    boolean databases = launch.spec().trainedOn().regime().manyStyles();
    this.editing = Workflow.newWorkflowSemaphore(databases ? 1 : launch.parallelism().datasets());
    Carried carried = launch.carried();
    this.tally = new StageTally(carried == null ? Progress.pending(List.of()) : carried.shared());
    if (carried != null) {
      carried.datasets().forEach((id, made) -> datasets.put(id, Workflow.newPromise(made)));
      carried
          .pretrained()
          .forEach(made -> pretrained.put(made.request(), Workflow.newPromise(made.network())));
    }
  }

  /** D_s of the cell's style, seed and way of editing. */
  Promise<FewShotDataset> dataset(Cell cell) {
    return datasets.computeIfAbsent(
        launch.spec().datasetId(cell), id -> Async.function(() -> makeDataset(id, cell)));
  }

  /** The I2T network of the cell's shape, pre-trained. */
  Promise<PretrainedI2t> pretrained(Cell cell, TrackingRun tracking) {
    I2tSpec i2t = launch.spec().settings(cell).i2t();
    PretrainRequest request =
        new PretrainRequest(
            launch.priors(),
            i2t.spatial(),
            i2t.pretrainingSeed(),
            i2t.pretrainingPsi(),
            i2t.pretraining(),
            tracking);
    return pretrained.computeIfAbsent(request, asked -> Async.function(() -> pretrain(asked)));
  }

  /** Whoever asks next makes everything again; the stages that are kept return at once. */
  void forget() {
    datasets.clear();
    pretrained.clear();
  }

  /** Datasets that are made and that {@code cells} need, by id. */
  Map<String, FewShotDataset> datasetsFor(List<CellProgress> cells) {
    Map<String, FewShotDataset> made = new TreeMap<>();
    for (CellProgress cell : cells) {
      Promise<FewShotDataset> dataset = datasets.get(cell.datasetId());
      if (dataset != null && done(dataset)) {
        made.put(cell.datasetId(), dataset.get());
      }
    }
    return made;
  }

  /** Networks that are made. */
  List<Carried.Pretrained> networks() {
    List<Carried.Pretrained> made = new ArrayList<>();
    pretrained.forEach(
        (request, network) -> {
          if (done(network)) {
            made.add(new Carried.Pretrained(request, network.get()));
          }
        });
    return made;
  }

  private static boolean done(Promise<?> promise) {
    return promise.isCompleted() && promise.getFailure() == null;
  }

  Progress progress() {
    return tally.progress();
  }

  private FewShotDataset makeDataset(String id, Cell cell) {
    editing.acquire();
    try {
      return launch.spec().trainedOn().regime().manyStyles()
          ? makeDatabase(id, cell)
          : makeOneDataset(id, cell);
    } finally {
      editing.release();
    }
  }

  private ChildWorkflowOptions options(String id, Cell cell) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(WorkflowIds.dataset(launch.run(), id))
        .setStaticSummary(Captions.datasetSummary(cell))
        .setStaticDetails(Captions.datasetDetails(cell, launch))
        .setTypedSearchAttributes(SearchKeys.ofDataset(cell))
        .build();
  }

  private FewShotDataset makeOneDataset(String id, Cell cell) {
    PortraitSettings settings = launch.spec().settings(cell);
    return Workflow.newChildWorkflowStub(FewShotDatasetWorkflow.class, options(id, cell))
        .make(
            new FewShotDatasetRequest(
                launch.run(),
                id,
                launch.priors(),
                settings.identity(),
                settings.views(),
                cell.style(),
                EditSettings.of(settings.edit(), cell.style(), cell.seed()),
                launch.parallelism().edits(),
                launch.parallelism().viewsPerStep(),
                null,
                settings.evaluation().scoredViews(),
                settings.photoInversion()));
  }

  private FewShotDataset makeDatabase(String id, Cell cell) {
    PortraitSettings settings = launch.spec().settings(cell);
    List<StyleName> styles = new ArrayList<>();
    launch.spec().styleSlugs().forEach((style, slug) -> styles.add(new StyleName(style, slug)));
    Parallelism parallelism = launch.parallelism();
    boolean small = launch.spec().trainedOn().regime().manyIdentities(); // two edits a dataset
    return Workflow.newChildWorkflowStub(StyleDatabaseWorkflow.class, options(id, cell))
        .make(
            new StyleDatabaseRequest(
                launch.run(),
                id,
                launch.priors(),
                settings.identity(),
                settings.views(),
                settings.edit(),
                cell.seed(),
                launch.spec().trainedOn(),
                styles,
                // While the last edits of one are made, those of the next wait already.
                small ? Math.max(2, parallelism.edits()) : parallelism.datasets() + 1,
                parallelism.edits(),
                parallelism.viewsPerStep(),
                launch.eventsPerExecution(),
                null,
                small ? null : settings.evaluation().scoredViews(),
                settings.photoInversion()));
  }

  private PretrainedI2t pretrain(PretrainRequest request) {
    tally.expectOneMore(Stage.PRETRAIN);
    return new StageLog(launch.run(), RecordStagesRequest.SHARED, tally)
        .around(() -> tally.await(Stage.PRETRAIN, Async.function(i2t::pretrain, request)));
  }
}
