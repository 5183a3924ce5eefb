package dev.triptych.worker.runs;

import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code runs/<run>/cells/<cell>/status.json}: how a cell has ended. What it did is in
 * the records of its stages.
 *
 * @param metrics scores by name; empty unless it is done
 * @param failure null unless it failed
 */
public record CellResult(State state, Map<String, MeanStd> metrics, @Nullable Failure failure) {
  public CellResult {
    Objects.requireNonNull(state, "state is null");
    metrics = Metric.copy(metrics);
  }
}
