package dev.triptych.workflows.experiment;

import dev.triptych.workflows.dataset.DatasetStages;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.portrait.PortraitStages;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.stage.FailureTypes;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.CellOutcome;
import dev.triptych.workflows.tracking.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The state of every cell of a launch. */
final class CellBoard {
  private final Map<Cell, CellProgress> cells = new LinkedHashMap<>();
  private final Map<Cell, CellOutcome> outcomes = new LinkedHashMap<>();

  CellBoard(ExperimentSpec spec) {
    for (Cell cell : spec.cells()) {
      PortraitSettings settings = spec.settings(cell.variant());
      Progress stages =
          DatasetStages.pending(settings.views()).then(PortraitStages.pending(settings.method()));
      String dataset = spec.datasetId(cell);
      cells.put(cell, new CellProgress(cell, State.PENDING, dataset, Map.of(), null, stages));
    }
  }

  void begin(Cell cell) {
    cells.put(cell, progress(cell).withState(State.RUNNING));
  }

  void finish(CellOutcome outcome) {
    Cell cell = outcome.cell();
    CellProgress before = progress(cell);
    Portrait portrait = outcome.portrait();
    outcomes.put(cell, outcome);
    cells.put(
        cell,
        new CellProgress(
            cell,
            outcome.state(),
            before.datasetId(),
            portrait == null ? Map.of() : portrait.metrics(),
            outcome.failure(),
            portrait == null ? before.progress() : before.progress().finished()));
  }

  CellProgress progress(Cell cell) {
    return Objects.requireNonNull(cells.get(cell), () -> "no cell " + cell.slug());
  }

  List<CellProgress> progress() {
    return List.copyOf(cells.values());
  }

  /** Cells that failed because something they read was not what its digest says. */
  List<Cell> damaged() {
    return outcomes().stream().filter(CellBoard::readDamage).map(CellOutcome::cell).toList();
  }

  private static boolean readDamage(CellOutcome outcome) {
    Failure failure = outcome.failure();
    return failure != null && failure.type().equals(FailureTypes.CORRUPT_ARTIFACT);
  }

  /** In the spec's order, without cells that were never begun. */
  List<CellOutcome> outcomes() {
    return cells.keySet().stream().map(outcomes::get).filter(Objects::nonNull).toList();
  }
}
