package dev.triptych.cli.sketch;

import dev.triptych.cli.report.ReportWriter;
import dev.triptych.cli.temporal.Engine;
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

/** Everything as in earnest, only the networks are {@link SketchSteps}. */
public final class SketchEngine implements Engine {
  private final EmbeddedTemporal temporal = EmbeddedTemporal.start();
  private final TriptychWorker worker;

  public SketchEngine(ArtifactStore store, SketchSteps steps, int slots) {
    this(store, steps, slots, Map.of());
  }

  /**
   * @param environment of the worker
   */
  public SketchEngine(
      ArtifactStore store, SketchSteps steps, int slots, Map<String, String> environment) {
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
    worker = new TriptychWorker(temporal.client(), registrations, new Memo(store, clock), slots);
    worker.start();
  }

  @Override
  public WorkflowClient client() {
    return temporal.client();
  }

  @Override
  public void close() {
    worker.close();
    temporal.close();
  }
}
