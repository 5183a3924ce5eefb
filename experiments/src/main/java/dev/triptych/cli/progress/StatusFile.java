package dev.triptych.cli.progress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's status down when it has changed, every few seconds at most, and otherwise now and
 * then as a sign of life.
 */
public final class StatusFile {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration RENEWAL = Duration.ofMinutes(1);

  private final RunFolder folder;
  private final JsonNode tree;
  private final ExperimentSpec spec;
  private final Clock clock;
  private Instant last = Instant.MIN;
  private String written = "";

  public StatusFile(RunFolder folder, JsonNode spec, Clock clock) {
    this.folder = folder;
    this.tree = spec;
    this.spec = folder.spec();
    this.clock = clock;
  }

  public void keep(ExperimentProgress progress) {
    Instant now = clock.instant();
    if (now.isBefore(last.plus(PAUSE))) {
      return;
    }
    RunStatus status = status(progress, State.RUNNING, null);
    String text = Json.text(status);
    if (!text.equals(written) || !now.isBefore(last.plus(RENEWAL))) {
      folder.writeStatus(status.at(now));
      written = text;
      last = now;
    }
  }

  /** Writes the last status. */
  public RunStatus close(ExperimentProgress progress, State end) {
    return close(progress, end, null);
  }

  /**
   * Writes the last status.
   *
   * @param failure what ended the run as a whole, if anything did
   */
  public RunStatus close(ExperimentProgress progress, State end, @Nullable Failure failure) {
    RunStatus status = status(progress, end, failure).at(clock.instant());
    folder.writeStatus(status);
    return status;
  }

  private RunStatus status(ExperimentProgress progress, State state, @Nullable Failure failure) {
    List<CellStatus> cells = progress.cells().stream().map(cell -> status(cell, state)).toList();
    return new RunStatus(
        folder.run(),
        state.slug(),
        tree,
        cells,
        progress.report(),
        failure,
        folder.warnings(),
        null,
        null);
  }

  private CellStatus status(CellProgress progress, State run) {
    Cell cell = progress.cell();
    // What a finished cell did is written down; of a running one only its workflows know.
    List<StageRecord> records =
        progress.state().closed()
            ? folder.stages().behind(cell, spec)
            : progress.progress().records();
    // A launch that was cancelled, or failed as a whole, leaves cells that will not go on.
    boolean stopped = run.closed() && !progress.state().closed();
    return new CellStatus(
        cell.slug(),
        cell.style(),
        cell.variant().slug(),
        cell.seed(),
        stopped ? State.CANCELLED : progress.state(),
        progress.metrics(),
        progress.failure(),
        records,
        progress.progress().stages());
  }
}
