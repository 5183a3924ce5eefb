package dev.triptych.worker.activities;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.runs.CellResult;
import dev.triptych.worker.runs.PortraitPictures;
import dev.triptych.worker.runs.RenewalOrders;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.runs.StyleScores;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.LossCurve;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.ModelEvaluation;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.stage.RecordStagesRequest;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the tracker how a launch goes. */
public final class TrackingSteps implements TrackingActivities {
  private static final Logger LOG = LoggerFactory.getLogger(TrackingSteps.class);

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
    Long identity = request.cell().identity();
    if (identity != null) {
      cell.put("identity", Long.toString(identity));
    }
    SortedMap<String, String> parameters = new TreeMap<>(cell);
    parameters.putAll(settings(parent.run(), request.cell().variant()));
    tracker.record(run, new RunEvent.Parameters(parameters));
    SortedMap<String, String> tags = placeOf(request.priors());
    tags.putAll(cell);
    tags.putAll(workflow(request.workflowId()));
    tracker.record(run, new RunEvent.Tags(tags));
    return run;
  }

  /** What any variant of the run sets, as this one has it: a comparison has a value for each. */
  private SortedMap<String, String> settings(String run, Variant variant) {
    SortedMap<String, String> settings = new TreeMap<>();
    variant.settings().forEach((path, value) -> settings.put(path, value.asText()));
    readable(() -> new RunFolder(store, run).spec())
        .ifPresent(
            spec -> {
              Set<String> set =
                  spec.variants().stream()
                      .flatMap(each -> each.settings().keySet().stream())
                      .collect(Collectors.toSet());
              Flattened.of(spec.settings(variant))
                  .forEach(
                      (path, value) -> {
                        if (set.contains(path)) {
                          settings.put(path, value);
                        }
                      });
            });
    return settings;
  }

  @Override
  public void finishCell(FinishCellRequest request) {
    TrackingRun run = request.tracking();
    CellOutcome outcome = request.outcome();
    SortedMap<String, Double> scores = new TreeMap<>();
    List<StageRecord> stages = new ArrayList<>(stages(run, outcome.datasetId()));
    stages.addAll(stages(run, outcome.cell().slug()));
    recordCurves(run, stages);
    scores.putAll(seconds(stages));
    FewShotDataset dataset = outcome.dataset();
    if (dataset != null) {
      tracker.record(
          run, new RunEvent.Used(outcome.datasetId(), dataset.manifest(), dataset.size()));
    }
    readable(() -> PortraitPictures.of(store, stages))
        .ifPresent(pictures -> new PictureRows(tracker).record(run, pictures));
    Portrait portrait = outcome.portrait();
    if (portrait != null) {
      portrait
          .metrics()
          .forEach(
              (name, value) -> {
                scores.put(name, value.mean());
                scores.put(name + "_std", value.std());
              });
      recordSteps(run, portrait, scores);
      ArtifactRef generator = portrait.checkpoint();
      if (generator != null) {
        tracker.record(run, new RunEvent.Linked("generator", generator));
      }
    }
    List<StyleScores> styles = readable(() -> StyleScores.of(store, stages)).orElse(List.of());
    addStyles(styles, scores);
    new PictureRows(tracker).record(run, styles);
    // Of a portrait that failed, the launch that goes on with it will tell: each metric once.
    if (!scores.isEmpty() && outcome.state() == State.DONE) {
      tracker.record(run, new RunEvent.Scores(scores));
    }
    new RunFolder(store, run.run())
        .writeCell(
            outcome.cell().slug(),
            new CellResult(
                outcome.state(),
                portrait == null ? Map.of() : portrait.metrics(),
                outcome.failure(),
                portrait == null ? List.of() : portrait.scoresAt()));
    finish(run, outcome.state());
  }

  @Override
  public void finishRun(FinishRunRequest request) {
    TrackingRun run = request.tracking();
    recordCurves(run, stages(run, RecordStagesRequest.SHARED));
    if (request.state() == State.DONE) {
      new RenewalOrders(store).close(run.run());
    }
    finish(run, request.state());
  }

  /** Scores that have steps are told with them, so that a chart shows a curve and nothing else. */
  private void recordSteps(
      TrackingRun run, Portrait portrait, SortedMap<String, Double> withoutSteps) {
    List<Point> points = new ArrayList<>();
    for (StepScores scores : portrait.scoresAt()) {
      SortedMap<String, Double> values = new TreeMap<>();
      scores.metrics().forEach((name, value) -> values.put(name, value.mean()));
      points.add(new Point(scores.step(), values));
      withoutSteps.keySet().removeAll(values.keySet());
    }
    if (!points.isEmpty()) {
      int last = points.get(points.size() - 1).step();
      tracker.record(run, new RunEvent.Points("scores", last, points));
    }
  }

  private List<StageRecord> stages(TrackingRun run, String part) {
    return readable(() -> new RunStages(store, run.run()).part(part)).orElse(List.of());
  }

  /** A damaged document is no reason for a run to fail. */
  private static <T> Optional<T> readable(Supplier<T> document) {
    try {
      return Optional.of(document.get());
    } catch (DamagedDocument e) {
      LOG.warn("not tracked: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void finish(TrackingRun run, State state) {
    tracker.record(run, new RunEvent.Finished(launch(), state, clock.instant()));
  }

  /** The primary score of each style: {@code clip_score/an-elf}. */
  private static void addStyles(List<StyleScores> styles, SortedMap<String, Double> scores) {
    Metric metric = Metric.primary();
    for (StyleScores style : styles) {
      MeanStd trained = metric.in(style.metrics());
      MeanStd heldOut = metric.in(style.heldOut());
      if (trained != null) {
        scores.put(metric.slug() + "/" + style.slug(), trained.mean());
      }
      if (heldOut != null) {
        String name = metric.slug() + ModelEvaluation.HELD_OUT;
        scores.put(name + "/" + style.slug(), heldOut.mean());
      }
    }
  }

  /**
   * Of all steps of each stage. The order in which they ended must not show in the last digit: what
   * is told again by another launch has to be equal.
   */
  static SortedMap<String, Double> seconds(List<StageRecord> stages) {
    SortedMap<String, Double> seconds = new TreeMap<>();
    stages.stream()
        .sorted(Comparator.comparingDouble(StageRecord::seconds))
        .forEach(
            stage ->
                seconds.merge("seconds/" + stage.stage().slug(), stage.seconds(), Double::sum));
    return seconds;
  }

  /** A training whose result was kept from another run told its losses to that one only. */
  private void recordCurves(TrackingRun run, List<StageRecord> stages) {
    for (StageRecord stage : stages) {
      List<Point> points = LossCurve.of(store, stage);
      if (!points.isEmpty()) {
        int last = points.get(points.size() - 1).step();
        tracker.record(run, new RunEvent.Points(stage.stage().slug(), last, points));
      }
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
