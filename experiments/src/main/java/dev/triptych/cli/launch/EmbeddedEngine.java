package dev.triptych.cli.launch;

import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.EmbeddedTemporal;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.store.ArtifactStore;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.util.Map;

/** Temporal and a worker for all of its work inside this process. */
public final class EmbeddedEngine implements Engine {
  private final EmbeddedTemporal temporal;
  private final LocalWorker worker;

  private EmbeddedEngine(EmbeddedTemporal temporal, LocalWorker worker) {
    this.temporal = temporal;
    this.worker = worker;
  }

  /**
   * @param environment tells whether a tracking server is to be told
   */
  public static EmbeddedEngine start(
      ArtifactStore store, Places places, Map<String, String> environment, Clock clock) {
    Torch.start(); // first: the library may not load
    WorkerPlacement placement = WorkerPlacement.ofBothQueues(places.devices());
    EmbeddedTemporal temporal = EmbeddedTemporal.start();
    return new EmbeddedEngine(
        temporal,
        LocalWorker.start(
            temporal.client(),
            store,
            placement,
            places.lowMemory(),
            WorkerMetrics.unheard(),
            environment,
            clock));
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
