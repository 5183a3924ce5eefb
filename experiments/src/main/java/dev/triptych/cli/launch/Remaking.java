package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.progress.Overview;
import dev.triptych.cli.progress.ProgressView;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.OverlaidStore;
import dev.triptych.worker.verify.Recomputation;
import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.PendingActivities;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes kept steps once more in this process, beside the store, and shows how that goes. */
final class Remaking {
  private static final long POLL_MILLIS = 500;

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;
  private final double tolerance;

  /**
   * @param engines whose worker is in this process
   */
  Remaking(Console console, Engine.Starter engines, Clock clock, double tolerance) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
    this.tolerance = tolerance;
  }

  /** As many at a time as there are places; what they make is removed in the end. */
  List<Comparison> of(ArtifactStore store, List<KeptStage> steps, Places places)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(places.size());
    try (ScratchFolder folder = ScratchFolder.in(store.local().resolve("scratch"))) {
      OverlaidStore beside = new OverlaidStore(store, FolderStore.open(folder.path()));
      try (Engine engine = engines.start(beside, places)) {
        Recomputation recomputation = new Recomputation(engine.client(), store, beside, tolerance);
        List<Future<Comparison>> running = new ArrayList<>();
        steps.forEach(step -> running.add(threads.submit(() -> recomputation.of(step))));
        return follow(engine.client(), steps, running);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Comparison> follow(
      WorkflowClient client, List<KeptStage> steps, List<Future<Comparison>> running)
      throws InterruptedException {
    try (ProgressView view = ProgressView.on(console, clock)) {
      while (!running.stream().allMatch(Future::isDone)) {
        view.show(overview(client, steps, running), Optional.empty());
        Thread.sleep(POLL_MILLIS);
      }
      List<Comparison> all = new ArrayList<>();
      for (Future<Comparison> each : running) {
        all.add(each.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /** Weighed by the seconds that the steps took then. */
  private static Overview overview(
      WorkflowClient client, List<KeptStage> steps, List<Future<Comparison>> running) {
    double all = 0;
    double passed = 0;
    int done = 0;
    List<Overview.Task> tasks = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      KeptStage step = steps.get(i);
      double fraction = running.get(i).isDone() ? 1 : 0;
      done += running.get(i).isDone() ? 1 : 0;
      Optional<Heartbeat> beat =
          running.get(i).isDone() ? Optional.empty() : heartbeat(client, step);
      if (beat.isPresent()) {
        fraction = beat.get().fraction();
        tasks.add(
            new Overview.Task(
                step.stage().slug(), fraction, beat.get().done() + "/" + beat.get().total()));
      }
      all += step.seconds();
      passed += fraction * step.seconds();
    }
    return new Overview(all == 0 ? 0 : passed / all, "steps", steps.size(), done, 0, tasks);
  }

  private static Optional<Heartbeat> heartbeat(WorkflowClient client, KeptStage step) {
    return PendingActivities.of(client.newUntypedWorkflowStub(Recomputation.workflowId(step)))
        .of(step.stage());
  }
}
