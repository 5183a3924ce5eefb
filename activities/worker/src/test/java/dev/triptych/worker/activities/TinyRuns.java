package dev.triptych.worker.activities;

import ai.djl.Device;
import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.RunEvent;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunTracker;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.EditPrecision;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.ScoredViews;
import dev.triptych.workflows.spec.TauMode;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.spec.Variant;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.TaskQueues;
import dev.triptych.workflows.stage.TrackingRun;
import dev.triptych.workflows.tracking.Report;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs whole experiments on networks with random weights, each as in a process of its own. */
final class TinyRuns {
  /** Of every training. */
  static final int STEPS = 4;

  private final Path folder;
  private final PriorRef priors;

  /**
   * @param folder for the prior set and temporary files
   */
  TinyRuns(Path folder) throws IOException {
    this.folder = folder;
    this.priors = TinyPriors.write(sets());
  }

  /**
   * How much there is to do.
   *
   * @param edit denoising steps of an edit
   * @param batch views of a training step
   * @param shown side of the grid of views to look at
   * @param fineTuning steps of the fine-tuning
   * @param scored steps of it at which it is scored on its way
   */
  record Size(int edit, int batch, int shown, int fineTuning, List<Integer> scored) {}

  static ExperimentSpec spec(List<String> styles, Size size, Variant... variants) {
    TrainingSpec training = training(STEPS, size.batch());
    ExperimentSpec paper = ExperimentSpec.paper("tiny", TinyPriors.NAME, styles);
    return new ExperimentSpec(
        paper.name(),
        paper.priors(),
        paper.seeds(),
        paper.identity(),
        paper.styles(),
        new ViewsSpec(2, 20, 20, AngleMode.TRUE),
        new EditSpec(
            size.edit(),
            0.9,
            TauMode.IMG2IMG,
            2.5,
            1.5,
            "turn the head into {t}",
            "detail",
            "ugly",
            true,
            EditPrecision.FP32),
        paper.method(),
        new I2tSpec(
            true,
            false,
            0,
            1,
            training,
            training(size.fineTuning(), size.batch()),
            paper.i2t().loss()),
        new EvaluationSpec(
            new ViewsSpec(size.shown(), 20, 20, AngleMode.TRUE),
            "a {noun} face",
            "a face",
            Precision.FP32,
            new ScoredViews(2, 10, 10),
            size.scored()),
        List.of(variants));
  }

  private static TrainingSpec training(int steps, int batch) {
    return new TrainingSpec(steps, batch, 0.002, 0, 0.99, 0, 0, 2);
  }

  PriorRef priors() {
    return priors;
  }

  /** Where its prior set is. */
  Path sets() {
    return folder.resolve("priors");
  }

  Path scratch() {
    return folder.resolve("scratch");
  }

  LoadedPriors load() {
    return new LoadedPriors(sets());
  }

  Launch launch(String run, ExperimentSpec spec, int viewsPerStep) {
    Parallelism parallelism = Parallelism.forSlots(2).withViewsPerStep(viewsPerStep);
    return new Launch(run, spec, priors, parallelism, Map.of("commit", "abc"));
  }

  ExperimentResult run(FolderStore store, RunTracker tracker, String run, ExperimentSpec spec) {
    return run(store, tracker, launch(run, spec, 1));
  }

  ExperimentResult run(FolderStore store, RunTracker tracker, Launch launch) {
    new RunFolder(store, launch.run()).writeSpec("", Json.tree(launch.spec()));
    return with(store, tracker, client -> workflow(client, launch.run()).run(launch));
  }

  /** What {@code work} returns while a service and a worker for everything are there. */
  <T> T with(ArtifactStore store, RunTracker tracker, Function<WorkflowClient, T> work) {
    try (LoadedPriors loaded = load();
        EmbeddedTemporal temporal = EmbeddedTemporal.start();
        TriptychWorker worker =
            worker(temporal.client(), store, tracker, loaded, TaskQueues.GPU, TaskQueues.CPU)) {
      worker.start();
      return work.apply(temporal.client());
    }
  }

  TriptychWorker worker(
      WorkflowClient client,
      ArtifactStore store,
      RunTracker tracker,
      LoadedPriors loaded,
      String... queues) {
    return new TriptychWorker(
        client,
        Registrations.all(
            new StepResources(store, tracker, loaded, scratch()),
            request -> new Report("report.html"),
            new WorkflowPages(null),
            Map.of(),
            Clock.systemUTC()),
        new Memo(store, Clock.systemUTC()),
        new WorkerPlacement(Set.of(queues), List.of(Device.cpu(), Device.cpu())),
        WorkerMetrics.unheard());
  }

  static ExperimentWorkflow workflow(WorkflowClient client, String run) {
    return client.newWorkflowStub(
        ExperimentWorkflow.class,
        WorkflowOptions.newBuilder().setWorkflowId(run).setTaskQueue(TaskQueues.CPU).build());
  }

  /** Loses the connection once, just before a training's last checkpoint. */
  static final class Unreliable implements RunTracker {
    private final RunTracker tracker;
    private boolean failed;

    Unreliable(RunTracker tracker) {
      this.tracker = tracker;
    }

    boolean failed() {
      return failed;
    }

    @Override
    public TrackingRun open(String run, @Nullable String cell, Started started) {
      return tracker.open(run, cell, started);
    }

    @Override
    public synchronized void record(TrackingRun run, RunEvent event) {
      tracker.record(run, event);
      if (!failed && event instanceof Points points && points.checkpoint() == STEPS) {
        failed = true;
        throw new IllegalStateException("the tracker is restarting");
      }
    }
  }
}
