package dev.triptych.worker.metrics;

import dev.triptych.workflows.stage.Heartbeat;
import dev.triptych.workflows.stage.Stage;
import java.util.function.Consumer;

/** Counts the steps of one attempt of a training by its heartbeats. */
public final class TrainingStepCounter implements Consumer<Object> {
  private final Stage stage;
  private final WorkerMetrics metrics;
  private int known = -1; // an attempt goes on from any step

  private TrainingStepCounter(Stage stage, WorkerMetrics metrics) {
    this.stage = stage;
    this.metrics = metrics;
  }

  /** What listens to the heartbeats of {@code stage}. */
  public static Consumer<Object> of(Stage stage, WorkerMetrics metrics) {
    return stage.kind() == Stage.Kind.TRAINING
        ? new TrainingStepCounter(stage, metrics)
        : details -> {};
  }

  @Override
  public synchronized void accept(Object details) {
    if (details instanceof Heartbeat heartbeat) {
      int before = known < 0 ? heartbeat.done() - 1 : known;
      if (heartbeat.done() > before) {
        metrics.trained(stage, heartbeat.done() - before);
      }
      known = heartbeat.done();
    }
  }
}
