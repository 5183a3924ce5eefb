package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.workflows.experiment.CellStates;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code runs/<run>/status.json}, which is written every few seconds and does not grow
 * with what cells have done: a cell that has ended is told of by a letter here and by a {@link
 * CellResult} of its own.
 *
 * @param state as in {@link RunStatus}
 * @param cells those that are under way
 * @param states of all cells; null in what earlier versions wrote, which held everything
 * @param spec only in what earlier versions wrote
 * @param warnings only in what earlier versions wrote
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties("hint") // earlier versions wrote it, without a value
public record StatusNote(
    String run,
    String state,
    List<CellStatus> cells,
    @Nullable CellStates states,
    @Nullable String report,
    @Nullable Failure failure,
    @Nullable Instant updated,
    @Nullable JsonNode spec,
    @Nullable List<Warning> warnings) {
  public StatusNote {
    Objects.requireNonNull(run, "run is null");
    Objects.requireNonNull(state, "state is null");
    cells = List.copyOf(cells);
    if (states == null) {
      Objects.requireNonNull(spec, "neither states nor spec");
    }
  }

  public StatusNote(
      String run,
      String state,
      List<CellStatus> cells,
      CellStates states,
      @Nullable String report,
      @Nullable Failure failure) {
    this(run, state, cells, states, report, failure, null, null, null);
  }

  /** The same, written down at another time. */
  public StatusNote at(Instant time) {
    return new StatusNote(run, state, cells, states, report, failure, time, spec, warnings);
  }

  /** The same of a run that has ended: cells that were going on have been cancelled. */
  public StatusNote stopped(State end) {
    List<CellStatus> stopped = cells.stream().map(CellStatus::stopped).toList();
    CellStates ended = states == null ? null : ended(states);
    return new StatusNote(
        run, end.slug(), stopped, ended, report, failure, updated, spec, warnings);
  }

  private static CellStates ended(CellStates states) {
    List<State> ended = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      ended.add(states.at(i) == State.RUNNING ? State.CANCELLED : states.at(i));
    }
    return CellStates.of(ended);
  }

  /** Why cells have failed, by their slugs; those of cells that have documents of their own not. */
  public Map<String, Failure> failures() {
    Map<String, Failure> failures = new HashMap<>();
    for (CellStatus cell : cells) {
      Failure why = cell.failure();
      if (why != null) {
        failures.put(cell.cell(), why);
      }
    }
    return failures;
  }

  /** What an earlier version wrote, which is all there is to tell. */
  RunStatus whole() {
    return new RunStatus(
        run,
        state,
        Objects.requireNonNull(spec, "spec is null"),
        cells,
        report,
        failure,
        warnings == null ? List.of() : warnings,
        updated,
        null);
  }
}
