package dev.triptych.cli.launch;

import dev.triptych.worker.store.ArtifactStore;
import io.temporal.client.WorkflowClient;

/** Where workflows run, and who does their work. */
public interface Engine extends AutoCloseable {
  WorkflowClient client();

  @Override
  void close();

  /** Starts engines. */
  @FunctionalInterface
  interface Starter {
    /**
     * @param slots networks at work at a time
     */
    Engine start(ArtifactStore store, int slots);
  }
}
