package dev.triptych.cli.launch;

import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.report.ReportWriter;
import dev.triptych.cli.temporal.ServicePlace;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.activities.StepResources;
import dev.triptych.worker.health.Health;
import dev.triptych.worker.health.Polls;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.priors.LoadedPriors;
import dev.triptych.worker.runs.RenewalOrders;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.files.ScratchFolder;
import dev.triptych.worker.tracking.RunTracker;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** A worker inside this process, with everything that its activities need. */
final class LocalWorker implements AutoCloseable {
  private final TriptychWorker worker;
  private final LoadedPriors priors;
  private final RunTracker tracker;

  private LocalWorker(TriptychWorker worker, LoadedPriors priors, RunTracker tracker) {
    this.worker = worker;
    this.priors = priors;
    this.tracker = tracker;
  }

  static LocalWorker start(
      WorkflowClient client,
      ArtifactStore store,
      WorkerPlacement placement,
      boolean lowMemory,
      WorkerMetrics metrics,
      Map<String, String> environment,
      Clock clock) {
    Path scratch = store.local().resolve("scratch");
    ScratchFolder.sweep(scratch);
    LoadedPriors priors = new LoadedPriors(InstalledPriors.in(store.local()).folder(), lowMemory);
    RunTracker tracker = Tracking.tracker(store, environment);
    StepResources resources = new StepResources(store, tracker, priors, scratch);
    Registrations registrations =
        Registrations.all(
            resources,
            new ReportWriter(store, clock),
            ServicePlace.of(client).pages(environment),
            environment,
            clock);
    Memo memo = new Memo(store, clock, new RenewalOrders(store));
    TriptychWorker worker = new TriptychWorker(client, registrations, memo, placement, metrics);
    worker.start();
    return new LocalWorker(worker, priors, tracker);
  }

  Health health(Polls polls) {
    return worker.health(polls);
  }

  /** Takes no more work and lets what is under way finish, for {@code seconds} at most. */
  boolean drain(long seconds) {
    boolean finished = worker.drain(seconds);
    tracker.close();
    return finished;
  }

  @Override
  public void close() {
    worker.close();
    tracker.close();
    priors.close();
  }
}
