package dev.triptych.workflows.experiment;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What several cells need is made once, when the first of them asks. */
final class SharedSteps {
  private final I2tActivities i2t =
      Workflow.newActivityStub(I2tActivities.class, StepOptions.training());

  private final Launch launch;
  private final WorkflowSemaphore editing;
  private final StageTally tally = new StageTally(Progress.pending(List.of()));
  private final Map<String, Promise<FewShotDataset>> datasets = new HashMap<>();
  private final Map<PretrainRequest, Promise<PretrainedI2t>> pretrained = new HashMap<>();

  SharedSteps(Launch launch) {
    this.launch = launch;
    this.editing = Workflow.newWorkflowSemaphore(launch.parallelism().datasets());
  }

  /** D_s of the cell's style, seed and way of editing. */
  Promise<FewShotDataset> dataset(Cell cell) {
    return datasets.computeIfAbsent(
        launch.spec().datasetId(cell), id -> Async.function(() -> makeDataset(id, cell)));
  }

  /** The I2T network of the cell's shape, pre-trained. */
  Promise<PretrainedI2t> pretrained(Cell cell, TrackingRun tracking) {
    I2tSpec i2t = launch.spec().settings(cell.variant()).i2t();
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

  Progress progress() {
    return tally.progress();
  }

  private FewShotDataset makeDataset(String id, Cell cell) {
    PortraitSettings settings = launch.spec().settings(cell.variant());
    editing.acquire();
    try {
      return Workflow.newChildWorkflowStub(
              FewShotDatasetWorkflow.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(WorkflowIds.dataset(launch.run(), id))
                  .setStaticSummary(Captions.datasetSummary(cell))
                  .setStaticDetails(Captions.datasetDetails(cell, launch))
                  .setTypedSearchAttributes(SearchKeys.ofDataset(cell))
                  .build())
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
                  launch.parallelism().viewsPerStep()));
    } finally {
      editing.release();
    }
  }

  private PretrainedI2t pretrain(PretrainRequest request) {
    tally.expectOneMore(Stage.PRETRAIN);
    return new StageLog(launch.run(), RecordStagesRequest.SHARED, tally)
        .around(() -> tally.await(Stage.PRETRAIN, Async.function(i2t::pretrain, request)));
  }
}
