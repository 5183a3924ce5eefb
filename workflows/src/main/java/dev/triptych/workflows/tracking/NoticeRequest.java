package dev.triptych.workflows.tracking;

import dev.triptych.workflows.stage.State;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks that somebody be told how a launch has ended.
 *
 * @param cells in all
 * @param done of them
 * @param failed of them
 * @param report path or URL; null if there is none
 * @param variable of the worker's environment that holds the address, which is a secret and so is
 *     not told here
 */
public record NoticeRequest(
    String run,
    State state,
    int cells,
    int done,
    int failed,
    @Nullable String report,
    String variable) {
  public NoticeRequest {
    Objects.requireNonNull(run, "run is null");
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(variable, "variable is null");
  }
}
