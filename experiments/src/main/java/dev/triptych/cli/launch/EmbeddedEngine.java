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
import java.util.HashMap;
import java.util.Map;

/** Temporal and a worker for all of its work inside this process. */
public final class EmbeddedEngine implements Engine {
  /** Starts such engines. */
  private record InThisProcess(Map<String, String> environment, Clock clock) implements Starter {
    @Override
    public Starter with(Map<String, String> variables) {
      Map<String, String> all = new HashMap<>(environment);
      all.putAll(variables);
      return new InThisProcess(Map.copyOf(all), clock);
    }

    @Override
    public Engine start(ArtifactStore store, Places places) {
      return EmbeddedEngine.start(store, places, environment, clock);
    }
  }

  private final EmbeddedTemporal temporal;
  private final LocalWorker worker;

  private EmbeddedEngine(EmbeddedTemporal temporal, LocalWorker worker) {
    this.temporal = temporal;
    this.worker = worker;
  }

  /**
   * @param environment tells whether a tracking server is to be told, and where others are
   */
  public static Starter starter(Map<String, String> environment, Clock clock) {
    return new InThisProcess(Map.copyOf(environment), clock);
  }

  private static EmbeddedEngine start(
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
