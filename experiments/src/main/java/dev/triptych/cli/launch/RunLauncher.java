package dev.triptych.cli.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.runs.RunEntry;
import dev.triptych.cli.runs.RunFolder;
import dev.triptych.cli.runs.RunIndex;
import dev.triptych.cli.runs.RunStatus;
import dev.triptych.worker.RunLog;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Keys;
import dev.triptych.workflows.experiment.ExperimentMonitor;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one launch to its end, shows and keeps how it goes. */
final class RunLauncher {
  private static final long POLL_MILLIS = 500;
  private static final String LOG = "log.txt";

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  RunLauncher(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  /**
   * Launches {@code entry}'s run, or launches it again, in a store that this process has locked,
   * and waits for its end. Its folder must hold the resolved spec.
   *
   * @return how it ended: done, failed or cancelled
   */
  RunStatus launch(ArtifactStore store, RunEntry entry, int slots, Map<String, String> tags)
      throws InterruptedException {
    RunFolder folder = new RunFolder(store, entry.run());
    ExperimentSpec spec = folder.spec();
    Tracking.check(console, spec.name());
    JsonNode resolved = folder.resolved();
    RunIndex index = new RunIndex(store);
    try (RunLog log = RunLog.open(store.local().resolve(Keys.run(entry.run(), LOG)));
        Engine engine = engines.start(store, slots)) {
      RunEntry started = entry.startedNow(clock.instant());
      index.write(started);
      Launch launch =
          new Launch(entry.run(), spec, entry.priors(), Parallelism.forSlots(slots), tags);
      Watch watch = new Watch(engine.client(), folder, index, started, resolved);
      return follow(start(engine.client(), launch), watch);
    }
  }

  private static WorkflowStub start(WorkflowClient client, Launch launch) {
    ExperimentWorkflow workflow =
        client.newWorkflowStub(
            ExperimentWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(launch.run())
                .setTaskQueue(TaskQueues.CPU)
                .build());
    try {
      WorkflowClient.start(workflow::run, launch);
    } catch (WorkflowExecutionAlreadyStarted e) {
      // It outlived the command that began it, on a Temporal service of its own: watch it.
      return client.newUntypedWorkflowStub(launch.run());
    }
    return WorkflowStub.fromTyped(workflow);
  }

  private RunStatus follow(WorkflowStub workflow, Watch watch) throws InterruptedException {
    CompletableFuture<ExperimentResult> result = workflow.getResultAsync(ExperimentResult.class);
    try (Interruption interruption =
            Interruption.cancels(workflow, "resume " + watch.run(), console);
        ProgressView view = ProgressView.on(console, clock)) {
      State end = null;
      while (end == null) {
        try {
          end = result.get(POLL_MILLIS, TimeUnit.MILLISECONDS).state();
        } catch (TimeoutException e) {
          watch.look().ifPresent(progress -> watch.show(progress, view));
        } catch (ExecutionException e) {
          end = interruption.requested() ? State.CANCELLED : fail(e);
        }
      }
      return watch.end(end);
    }
  }

  private static State fail(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    throw new IllegalStateException("The launch ended without a result", e.getCause());
  }

  /** Keeps index and status of a run up to date while it goes on. */
  private final class Watch {
    private final ExperimentMonitor monitor;
    private final RunFolder folder;
    private final RunIndex index;
    private final RunEntry entry;
    private final StatusBook book;
    private final Eta eta = new Eta();
    private Optional<ExperimentProgress> newest = Optional.empty();

    Watch(WorkflowClient client, RunFolder folder, RunIndex index, RunEntry entry, JsonNode spec) {
      this.monitor = new ExperimentMonitor(client);
      this.folder = folder;
      this.index = index;
      this.entry = entry;
      this.book = new StatusBook(folder, spec, clock);
    }

    String run() {
      return folder.run();
    }

    /** The newest progress; empty while the launch has not begun to answer. */
    Optional<ExperimentProgress> look() {
      try {
        newest = Optional.of(monitor.progress(folder.run()));
        return newest;
      } catch (WorkflowException e) {
        return Optional.empty();
      }
    }

    void show(ExperimentProgress progress, ProgressView view) {
      Overview overview = Overview.of(progress);
      eta.update(clock.instant(), overview.fraction());
      view.show(overview, eta.remaining());
      book.keep(progress);
    }

    RunStatus end(State end) {
      look();
      ExperimentProgress last =
          newest.orElseThrow(() -> new IllegalStateException("The launch told nothing"));
      RunStatus status = book.close(last, end);
      int done = Overview.of(last).done();
      index.write(entry.with(end, done, clock.instant()));
      return status;
    }
  }
}
