package dev.triptych.cli.progress;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.runs.CellResult;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.runs.StatusNote;
import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.CellStates;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's status down when it has changed, every few seconds at most, and otherwise now and
 * then as a sign of life. Workers write down how cells have ended; only what they could not is
 * written here.
 */
public final class StatusFile {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration RENEWAL = Duration.ofMinutes(1);

  private final RunFolder folder;
  private final Clock clock;
  private final Map<String, State> ended = new HashMap<>(); // cells whose end is written down
  private Instant last = Instant.MIN;
  private String written = "";

  public StatusFile(RunFolder folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  public void keep(ExperimentProgress progress) {
    Instant now = clock.instant();
    if (now.isBefore(last.plus(PAUSE))) {
      return;
    }
    StatusNote note = note(progress, State.RUNNING, null);
    String text = Json.text(note);
    if (!text.equals(written) || !now.isBefore(last.plus(RENEWAL))) {
      folder.writeStatus(note.at(now));
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
    folder.writeStatus(note(progress, end, failure).at(clock.instant()));
    return folder.status().orElseThrow();
  }

  private StatusNote note(ExperimentProgress progress, State run, @Nullable Failure failure) {
    List<CellStatus> open = new ArrayList<>();
    List<State> states = new ArrayList<>();
    for (CellProgress cell : progress.cells()) {
      State state = cell.state();
      if (state.closed()) {
        writeEnd(cell);
      } else if (run.closed()) {
        // A launch that was cancelled, or failed as a whole, leaves cells that will not go on.
        state = State.CANCELLED;
      }
      states.add(state);
      if (cell.state() == State.RUNNING) {
        open.add(status(cell, state));
      }
    }
    return new StatusNote(
        folder.run(), run.slug(), open, CellStates.of(states), progress.report(), failure);
  }

  /** A cell may fail before a worker could write down anything of it. */
  private void writeEnd(CellProgress cell) {
    String slug = cell.cell().slug();
    if (ended.get(slug) == cell.state()) {
      return;
    }
    if (folder.cell(slug).filter(kept -> kept.state() == cell.state()).isEmpty()) {
      folder.writeCell(slug, new CellResult(cell.state(), cell.metrics(), cell.failure()));
    }
    ended.put(slug, cell.state());
  }

  private static CellStatus status(CellProgress progress, State state) {
    return new CellStatus(
        progress.cell(),
        state,
        progress.metrics(),
        progress.failure(),
        progress.progress().records(), // only its workflows know by now
        progress.progress().stages());
  }
}
