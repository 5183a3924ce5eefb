package dev.triptych.workflows.tracking;

import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.portrait.Portrait;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.stage.State;
import org.jspecify.annotations.Nullable;

/**
 * How a cell ended.
 *
 * @param datasetId names the dataset within the run; its stages are the cell's first stages
 * @param dataset null if the cell ended before it had one
 * @param portrait null unless the cell is done
 * @param failure null unless the cell failed
 */
public record CellOutcome(
    Cell cell,
    State state,
    String datasetId,
    @Nullable FewShotDataset dataset,
    @Nullable Portrait portrait,
    @Nullable Failure failure) {
  /** The same without scores by step, of which the cell's own documents tell. */
  public CellOutcome atEnd() {
    return portrait == null
        ? this
        : new CellOutcome(cell, state, datasetId, dataset, portrait.atEnd(), failure);
  }
}
