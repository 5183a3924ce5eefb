package dev.triptych.workflows.stage;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies behind an exception. */
public final class Causes {
  private Causes() {}

  /** {@code failure}, its cause, the cause of that, and so on. */
  public static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  /** The first of {@link #of} that is a {@code type}. */
  public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return of(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Whether one of {@link #of} is a {@code type}. */
  public static boolean have(Throwable failure, Class<? extends Throwable> type) {
    return of(failure).anyMatch(type::isInstance);
  }
}
