package dev.triptych.cli.sketch;

import dev.triptych.cli.report.ReportWriter;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.activities.DatabaseSteps;
import dev.triptych.worker.activities.DatasetSteps;
import dev.triptych.worker.activities.ModelSteps;
import dev.triptych.worker.activities.NotifySteps;
import dev.triptych.worker.activities.StageLogSteps;
import dev.triptych.worker.activities.TrackingSteps;
import dev.triptych.worker.activities.WorkflowPages;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.workflows.experiment.TriptychWorkflows;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Temporal service that outlives commands, with a worker that comes and goes. */
public final class SketchService implements Engine.Starter, AutoCloseable {
  private final EmbeddedTemporal temporal = EmbeddedTemporal.start();
  private @Nullable TriptychWorker worker;

  @Override
  public boolean lasting() {
    return true;
  }

  @Override
  public Engine start(ArtifactStore store, Places places) {
    return new Engine() {
      @Override
      public WorkflowClient client() {
        return temporal.client();
      }

      @Override
      public void close() {}
    };
  }

  public WorkflowClient client() {
    return temporal.client();
  }

  /** Starts a worker that draws. */
  public void work(ArtifactStore store, SketchSteps steps) {
    work(store, steps, Map.of());
  }

  /** Starts a worker that draws, in this environment. */
  public void work(ArtifactStore store, SketchSteps steps, Map<String, String> environment) {
    Clock clock = Clock.systemUTC();
    Registrations registrations =
        new Registrations(
            TriptychWorkflows::register,
            List.of(steps, new ModelSteps(store, steps, steps)),
            List.of(
                new DatasetSteps(store),
                new DatabaseSteps(store),
                new StageLogSteps(store),
                new TrackingSteps(store, new Journal(store), new WorkflowPages(null), clock),
                new ReportWriter(store, clock),
                new NotifySteps(store, environment, clock)));
    worker = new TriptychWorker(temporal.client(), registrations, new Memo(store, clock), 2);
    worker.start();
  }

  /** Takes the worker away. */
  public void rest() {
    if (worker != null) {
      worker.close();
    }
  }

  @Override
  public void close() {
    rest();
    temporal.close();
  }
}
