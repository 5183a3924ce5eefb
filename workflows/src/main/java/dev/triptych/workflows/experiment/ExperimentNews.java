package dev.triptych.workflows.experiment;

import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a launch is, in as few bytes as can be.
 *
 * @param shared as in {@link ExperimentProgress}
 * @param failed cells that have failed since those that the asker knew of, in the order in which
 *     they did; one that was mended is told of by {@code cells}
 * @param report path or URL of the newest report; null before the first
 */
public record ExperimentNews(
    State state,
    Progress shared,
    CellStates cells,
    List<FailedCell> failed,
    @Nullable String report) {
  public ExperimentNews {
    failed = List.copyOf(failed);
  }
}
