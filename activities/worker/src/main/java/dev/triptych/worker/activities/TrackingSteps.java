package dev.triptych.worker.activities;

import dev.triptych.worker.host.Host;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.CellOutcome;
import dev.triptych.workflows.tracking.FinishCellRequest;
import dev.triptych.workflows.tracking.FinishRunRequest;
import dev.triptych.workflows.tracking.StartCellRequest;
import dev.triptych.workflows.tracking.StartRunRequest;
import dev.triptych.workflows.tracking.TrackingActivities;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells the tracker how a launch goes. */
public final class TrackingSteps implements TrackingActivities {
  private static final String LOSS_CURVE = "loss-curve";

  private final ArtifactStore store;
  private final RunTracker tracker;
  private final WorkflowPages pages;
  private final Clock clock;

  public TrackingSteps(ArtifactStore store, RunTracker tracker, WorkflowPages pages, Clock clock) {
    this.store = store;
    this.tracker = tracker;
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public TrackingRun startRun(StartRunRequest request) {
    RunEvent.Started started =
        new RunEvent.Started(launch(), request.spec().name(), null, clock.instant());
    TrackingRun run = tracker.open(request.run(), null, started);
    tracker.record(run, new RunEvent.Parameters(Flattened.of(request.spec())));
    SortedMap<String, String> tags = placeOf(request.priors());
    tags.putAll(request.tags());
    tags.putAll(workflow(request.run()));
    tracker.record(run, new RunEvent.Tags(tags));
    return run;
  }

  @Override
  public TrackingRun startCell(StartCellRequest request) {
    TrackingRun parent = request.parent();
    RunEvent.Started started = new RunEvent.Started(launch(), null, parent, clock.instant());
    TrackingRun run = tracker.open(parent.run(), request.cell().slug(), started);
    SortedMap<String, String> cell = new TreeMap<>();
    cell.put("style", request.cell().style());
    cell.put("variant", request.cell().variant().slug());
    cell.put("seed", Long.toString(request.cell().seed()));
    SortedMap<String, String> parameters = new TreeMap<>(cell);
    request
        .cell()
        .variant()
        .settings()
        .forEach((path, value) -> parameters.put(path, value.asText()));
    tracker.record(run, new RunEvent.Parameters(parameters));
    SortedMap<String, String> tags = placeOf(request.priors());
    tags.putAll(cell);
    tags.putAll(workflow(request.workflowId()));
    tracker.record(run, new RunEvent.Tags(tags));
    return run;
  }

  @Override
  public void finishCell(FinishCellRequest request) {
    TrackingRun run = request.tracking();
    CellOutcome outcome = request.outcome();
    SortedMap<String, Double> scores = new TreeMap<>();
    List<StageRecord> stages = new ArrayList<>();
    for (String part : List.of(outcome.datasetId(), outcome.cell().slug())) {
      StageLogSteps.read(store, run.run(), part)
          .ifPresent(
              kept -> {
                stages.addAll(kept.stages());
                recordCurves(run, kept);
              });
    }
    stages.forEach(stage -> addSeconds(stage, scores));
    FewShotDataset dataset = outcome.dataset();
    if (dataset != null) {
      tracker.record(
          run, new RunEvent.Used(outcome.datasetId(), dataset.manifest(), dataset.size()));
    }
    new PictureRows(store, tracker).record(run, dataset, stages);
    Portrait portrait = outcome.portrait();
    if (portrait != null) {
      portrait
          .metrics()
          .forEach(
              (name, value) -> {
                scores.put(name, value.mean());
                scores.put(name + "_std", value.std());
              });
      tracker.record(run, new RunEvent.Linked("generator", portrait.checkpoint()));
    }
    if (!scores.isEmpty()) {
      tracker.record(run, new RunEvent.Scores(scores));
    }
    finish(run, outcome.state());
  }

  @Override
  public void finishRun(FinishRunRequest request) {
    TrackingRun run = request.tracking();
    StageLogSteps.read(store, run.run(), RecordStagesRequest.SHARED)
        .ifPresent(stages -> recordCurves(run, stages));
    finish(run, request.state());
  }

  private void finish(TrackingRun run, State state) {
    tracker.record(run, new RunEvent.Finished(launch(), state, clock.instant()));
  }

  private static void addSeconds(StageRecord stage, SortedMap<String, Double> scores) {
    scores.merge("seconds/" + stage.stage().slug(), stage.seconds(), Double::sum);
  }

  /** A training whose result was kept from another run told its losses to that one only. */
  private void recordCurves(TrackingRun run, RecordStagesRequest stages) {
    for (StageRecord stage : stages.stages()) {
      for (StageOutput output : stage.outputs()) {
        if (output.name().equals(LOSS_CURVE)) {
          recordCurve(run, stage, output);
        }
      }
    }
  }

  private void recordCurve(TrackingRun run, StageRecord stage, StageOutput output) {
    ArtifactRef ref =
        new ArtifactRef(output.key(), output.sha256(), output.bytes(), LossCurve.MEDIA_TYPE);
    List<Point> points = LossCurve.read(store.get(ref));
    if (!points.isEmpty()) {
      int last = points.get(points.size() - 1).step();
      tracker.record(run, new RunEvent.Points(stage.stage().slug(), last, points));
    }
  }

  private static SortedMap<String, String> placeOf(PriorRef priors) {
    SortedMap<String, String> tags = new TreeMap<>();
    tags.put("priors", priors.name());
    tags.put("priors.digest", priors.digest());
    tags.put("host", Host.name());
    return tags;
  }

  private SortedMap<String, String> workflow(String workflowId) {
    SortedMap<String, String> tags = new TreeMap<>();
    tags.put("workflow", workflowId);
    pages
        .page(Activity.getExecutionContext().getInfo().getNamespace(), workflowId)
        .ifPresent(
            page -> {
              tags.put("workflow.page", page);
              tags.put("description", "[Workflow in Temporal](" + page + ")");
            });
    return tags;
  }

  /** The workflow execution: a resumed run is another one. */
  private static String launch() {
    return Activity.getExecutionContext().getInfo().getWorkflowRunId();
  }
}
