package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.runs.RunStatus.CellStatus;
import dev.triptych.worker.runs.RunStatus.StepStatus;
import dev.triptych.worker.runs.RunStatus.StyleStatus;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.CellStates;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a run's status together from its documents. */
final class StatusReader {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReader.class);

  private final RunFolder folder;
  private final RunStages stages;
  private final ExperimentSpec spec;

  StatusReader(RunFolder folder, ExperimentSpec spec) {
    this.folder = folder;
    this.stages = folder.stages();
    this.spec = spec;
  }

  RunStatus read(StatusNote note, JsonNode resolved, List<Warning> warnings) {
    CellStates states = Objects.requireNonNull(note.states(), "states is null");
    Map<String, CellStatus> open = new HashMap<>();
    note.cells().forEach(cell -> open.put(cell.cell(), cell));
    List<CellStatus> cells = new ArrayList<>();
    for (CellProgress cell : ExperimentProgress.pending(note.run(), spec).cells()) {
      CellStatus going = open.get(cell.cell().slug());
      cells.add(going != null ? going : cell(cell, states.at(cells.size())));
    }
    return new RunStatus(
        note.run(),
        note.state(),
        resolved,
        cells,
        note.report(),
        note.failure(),
        warnings,
        note.updated(),
        null);
  }

  private CellStatus cell(CellProgress expected, State state) {
    Cell cell = expected.cell();
    CellResult result =
        folder
            .cell(cell.slug())
            .filter(kept -> kept.state() == state) // else of an earlier launch
            .orElse(new CellResult(state, Map.of(), null));
    List<StageRecord> records = state.closed() ? records(cell) : List.of();
    return new CellStatus(
        cell.slug(),
        cell.style(),
        cell.variant().slug(),
        cell.seed(),
        state,
        result.metrics(),
        result.failure(),
        records,
        state == State.DONE
            ? expected.progress().finished().stages()
            : expected.progress().stages().stream().map(each -> counted(each, records)).toList(),
        styles(cell, () -> folder.styleScores(records)),
        cell.identity(),
        result.scoresAt().stream().map(scores -> step(cell, scores)).toList());
  }

  private StepStatus step(Cell cell, StepScores scores) {
    ArtifactRef perStyle = scores.perStyle();
    return new StepStatus(
        scores.step(),
        scores.metrics(),
        perStyle == null ? List.of() : styles(cell, () -> folder.styleScores(perStyle)));
  }

  private static List<StyleStatus> styles(Cell cell, Supplier<List<StyleScores>> scores) {
    try {
      return scores.get().stream()
          .map(each -> new StyleStatus(each.style(), each.slug(), each.metrics(), each.heldOut()))
          .toList();
    } catch (CorruptArtifact e) {
      LOG.warn("{} shows no scores of styles: {}", cell.slug(), e.getMessage());
      return List.of();
    }
  }

  private List<StageRecord> records(Cell cell) {
    try {
      return stages.behind(cell, spec);
    } catch (DamagedDocument e) {
      LOG.warn("{} shows no stages: {}", cell.slug(), e.getMessage());
      return List.of(); // how it ended can be told all the same
    }
  }

  private static StageProgress counted(StageProgress expected, List<StageRecord> records) {
    int done = 0;
    State state = State.PENDING;
    for (StageRecord record : records) {
      if (record.stage() == expected.stage()) {
        done += record.state() == State.DONE ? 1 : 0;
        state = record.state() == State.DONE ? state : record.state();
      }
    }
    int counted = Math.min(done, expected.total());
    boolean all = counted == expected.total() && !state.closed();
    return new StageProgress(expected.stage(), all ? State.DONE : state, counted, expected.total());
  }
}
