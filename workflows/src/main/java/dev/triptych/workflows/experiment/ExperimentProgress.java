package dev.triptych.workflows.experiment;

import dev.triptych.workflows.spec.ExperimentSpec;
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

  /** Of a launch of which nothing is known. */
  public static ExperimentProgress pending(String run, ExperimentSpec spec) {
    return new ExperimentProgress(
        run, State.PENDING, Progress.pending(List.of()), new CellBoard(spec).progress(), null);
  }

  /** Of a launch that has ended, told by its result alone: nobody has to answer for it. */
  public static ExperimentProgress of(ExperimentSpec spec, ExperimentResult result) {
    CellBoard board = new CellBoard(spec);
    result.cells().forEach(board::finish);
    return new ExperimentProgress(
        result.run(),
        result.state(),
        Progress.pending(List.of()),
        board.progress(),
        result.report());
  }
}
