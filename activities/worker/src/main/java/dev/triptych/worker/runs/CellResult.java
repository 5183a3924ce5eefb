package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.portrait.MeanStd;
import dev.triptych.workflows.portrait.Metric;
import dev.triptych.workflows.portrait.StepScores;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracking.Failure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code runs/<run>/cells/<cell>/status.json}: how a cell has ended. What it did is in
 * the records of its stages.
 *
 * @param metrics scores by name; empty unless it is done
 * @param failure null unless it failed
 * @param scoresAt as in {@link dev.triptych.workflows.portrait.Portrait}
 */
public record CellResult(
    State state,
    Map<String, MeanStd> metrics,
    @Nullable Failure failure,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepScores> scoresAt) {
  public CellResult {
    scoresAt = scoresAt == null ? List.of() : List.copyOf(scoresAt);
    Objects.requireNonNull(state, "state is null");
    metrics = Metric.copy(metrics);
  }

  /** Scored at the end alone, or not at all. */
  public CellResult(State state, Map<String, MeanStd> metrics, @Nullable Failure failure) {
    this(state, metrics, failure, List.of());
  }
}
