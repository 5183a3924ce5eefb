package dev.triptych.workflows.experiment;

import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a cell is.
 *
 * @param metrics empty until the cell is done
 * @param failure null unless the cell failed
 * @param progress its dataset's stages and then its own; pending or done until the children are
 *     asked
 */
public record CellProgress(
    Cell cell,
    State state,
    String datasetId,
    Map<String, MeanStd> metrics,
    @Nullable Failure failure,
    Progress progress) {
  public CellProgress {
    metrics = Metric.copy(metrics);
  }

  CellProgress withState(State state) {
    return new CellProgress(cell, state, datasetId, metrics, failure, progress);
  }

  CellProgress withFailure(@Nullable Failure failure) {
    return new CellProgress(cell, state, datasetId, metrics, failure, progress);
  }

  CellProgress withProgress(Progress progress) {
    return new CellProgress(cell, state, datasetId, metrics, failure, progress);
  }
}
