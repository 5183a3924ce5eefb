package dev.triptych.cli.progress;

import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.workflows.experiment.ExperimentMonitor;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import io.temporal.client.WorkflowException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps index and status of a run up to date while it goes on. */
public final class Watch implements AutoCloseable {
  private final ExperimentMonitor monitor;
  private final RunFolder folder;
  private final RunIndex index;
  private final RunEntry entry;
  private final StatusWriter status;
  private final Clock clock;
  private final Estimate estimate;
  private final String unit;
  private Optional<ExperimentProgress> newest = Optional.empty();

  /**
   * @param slots steps that run side by side; 0 if nobody knows
   */
  public Watch(
      ExperimentMonitor monitor,
      RunFolder folder,
      RunIndex index,
      RunEntry entry,
      StatusWriter status,
      int slots,
      Clock clock) {
    this.estimate = new Estimate(slots);
    this.unit = folder.spec().trainedOn().regime().cells(entry.cells());
    this.monitor = monitor;
    this.folder = folder;
    this.index = index;
    this.entry = entry;
    this.status = status;
    this.clock = clock;
  }

  public String run() {
    return folder.run();
  }

  /** The newest progress; empty while the launch has not begun to answer. */
  public Optional<ExperimentProgress> look() {
    try {
      newest = Optional.of(monitor.progress());
      return newest;
    } catch (WorkflowException e) {
      return Optional.empty();
    }
  }

  public void show(ExperimentProgress progress, ProgressView view) {
    Overview overview = Overview.of(progress).with(monitor.retries()).counting(unit);
    view.show(overview, estimate.remaining(progress, clock.instant()));
    status.keep(progress);
  }

  /** With a result, which says everything. */
  public RunStatus end(ExperimentResult result) {
    look(); // counts the stages, if a worker answers
    return status.last(
        result.state(),
        () -> {
          ExperimentProgress last =
              newest
                  .filter(progress -> progress.state().closed())
                  .orElseGet(() -> ExperimentProgress.of(folder.spec(), result));
          return close(last, result.state(), null);
        });
  }

  /** Without one. */
  public RunStatus end(State end) {
    return end(end, null);
  }

  /** Without one: the launch itself failed. */
  public RunStatus end(Failure failure) {
    return end(State.FAILED, failure);
  }

  private RunStatus end(State end, @Nullable Failure failure) {
    look();
    return status.last(
        end,
        () ->
            close(
                newest.orElseGet(() -> ExperimentProgress.pending(run(), folder.spec())),
                end,
                failure));
  }

  private RunStatus close(ExperimentProgress last, State end, @Nullable Failure failure) {
    RunStatus written = status.file().close(last, end, failure);
    index.write(entry.with(end, Overview.of(last).done(), clock.instant()));
    return written;
  }

  @Override
  public void close() {
    status.close();
  }
}
