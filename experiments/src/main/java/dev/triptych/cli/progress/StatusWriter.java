package dev.triptych.cli.progress;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.host.DaemonThreads;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.stage.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Writes a run's status down beside the watching, which does not wait for a store that is away: the
 * run may well go on.
 */
public final class StatusWriter implements AutoCloseable {
  private final StatusFile file;
  private final boolean lasting;
  private final Console console;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("triptych-status"));
  private Future<?> writing = CompletableFuture.completedFuture(null);
  private boolean failing;

  /**
   * @param lasting whether the run goes on even if nothing can be written from here
   */
  public StatusWriter(StatusFile file, boolean lasting, Console console) {
    this.file = file;
    this.lasting = lasting;
    this.console = console;
  }

  StatusFile file() {
    return file;
  }

  /**
   * Begins to write a status, unless the one before is still on its way.
   *
   * @throws TriptychException if the one before could not be written, never will be, and the run
   *     ends with this process
   */
  void keep(ExperimentProgress progress) {
    if (writing.isDone()) {
      settle();
      writing = thread.submit(() -> file.keep(progress));
    }
  }

  /**
   * Writes the last status.
   *
   * @param end how the run has ended
   * @param work does it
   * @throws UserError if it cannot be written although the run has ended on a service
   */
  RunStatus last(State end, Supplier<RunStatus> work) {
    settle();
    try {
      return work.get();
    } catch (TriptychException e) {
      if (!lasting) {
        throw e;
      }
      throw UserError.surroundings(
          "The run has ended ("
              + end.slug()
              + "), but its status cannot be written. "
              + e.getMessage()
              + " Then: triptych status");
    }
  }

  /** Waits for what is on its way, and says once when it fails and when it is mended. */
  private void settle() {
    try {
      writing.get();
      if (failing) {
        console.err().println("The run's status is written again.");
      }
      failing = false;
    } catch (ExecutionException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(ExecutionException e) {
    if (!(e.getCause() instanceof TriptychException cause)) {
      throw new IllegalStateException(e.getCause());
    }
    if (!lasting && !cause.retryable()) {
      throw cause;
    }
    if (!failing) {
      console
          .err()
          .println(
              "The run goes on, but its status cannot be written for now: " + cause.getMessage());
    }
    failing = true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
