package dev.triptych.workflows.experiment;

import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a launch is.
 *
 * @param shared stages that no cell owns: pre-training, one execution for each shape
 * @param cells in the spec's order
 * @param report path or URL of the newest report; null before the first
 */
public record ExperimentProgress(
    String run, State state, Progress shared, List<CellProgress> cells, @Nullable String report) {
  public ExperimentProgress {
    cells = List.copyOf(cells);
  }
}
