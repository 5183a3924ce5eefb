package dev.triptych.workflows.experiment;

import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.CellOutcome;
import java.util.List;

/**
 * How a launch ended.
 *
 * @param state done if every cell is, failed otherwise
 * @param cells in the spec's order
 * @param report path or URL
 */
public record ExperimentResult(String run, State state, List<CellOutcome> cells, String report) {
  public ExperimentResult {
    cells = List.copyOf(cells);
  }
}
