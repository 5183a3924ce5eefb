package dev.triptych.worker.runs;

import dev.triptych.workflows.stage.State;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code runs/<run>/notice.json}: what became of the word to somebody elsewhere that
 * the run has ended. To whom is a secret.
 *
 * @param state of the run that was told
 * @param problem why it did not arrive; null if it did
 */
public record SentNotice(State state, Instant at, @Nullable String problem) {
  public SentNotice {
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(at, "at is null");
  }
}
