package dev.triptych.cli.temporal;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.Map;

/** Where workflows run, and who does their work. */
public interface Engine extends AutoCloseable {
  WorkflowClient client();

  @Override
  void close();

  /** Starts engines. */
  @FunctionalInterface
  interface Starter {
    /** Whether work continues on a Temporal service when this process ends. */
    default boolean lasting() {
      return false;
    }

    /**
     * Looks, before anything is written, whether the settings can be right; asks nobody.
     *
     * @throws TriptychException if they cannot
     */
    default void check() {}

    /**
     * Keeps others out of a data folder as far as needed: a service lets several processes share
     * it.
     */
    default FolderLock lock(Path data) {
      return lasting() ? FolderLock.share(data) : FolderLock.acquire(data);
    }

    /**
     * The same, with more variables in the environment of the worker that it starts; nothing
     * changes for one whose workers are other processes.
     */
    default Starter with(Map<String, String> variables) {
      return this;
    }

    /**
     * @param places of the networks, if this process has some at work
     */
    Engine start(ArtifactStore store, Places places);
  }
}
