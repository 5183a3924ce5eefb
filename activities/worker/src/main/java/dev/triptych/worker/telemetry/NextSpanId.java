package dev.triptych.worker.telemetry;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The id of the span that this thread begins next, where it is not for chance to choose. */
final class NextSpanId {
  private static final ThreadLocal<@Nullable String> CHOSEN = new ThreadLocal<>();

  private NextSpanId() {}

  /** What {@code begin} returns, which begins one span; its id is {@code id}. */
  static <T> T use(String id, Supplier<T> begin) {
    CHOSEN.set(id);
    try {
      return begin.get();
    } finally {
      CHOSEN.remove();
    }
  }

  /** The chosen id, for one span. */
  static Optional<String> take() {
    Optional<String> chosen = Optional.ofNullable(CHOSEN.get());
    CHOSEN.remove();
    return chosen;
  }
}
