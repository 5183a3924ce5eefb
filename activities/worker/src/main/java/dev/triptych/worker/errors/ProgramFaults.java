package dev.triptych.worker.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells faults of the program, or of what it was given, from those of its surroundings. The former
 * are the same at every attempt; a service, a disk, a device or a worker that is being stopped may
 * do better at the next.
 */
final class ProgramFaults {
  /** With all that extends them, such as {@link java.nio.file.InvalidPathException}. */
  private static final List<Class<? extends Throwable>> KINDS =
      List.of(
          IllegalArgumentException.class,
          NullPointerException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          ArithmeticException.class,
          ArrayStoreException.class,
          NegativeArraySizeException.class,
          NoSuchElementException.class,
          UnsupportedOperationException.class,
          // Text or JSON that is not what it should be, whether read or about to be written.
          JsonProcessingException.class,
          CharacterCodingException.class,
          AssertionError.class,
          StackOverflowError.class);

  private ProgramFaults() {}

  /** The fault that {@code thrown} is, or that it wraps; empty if it is none. */
  static Optional<Throwable> find(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = wrapped(at)) {
      if (is(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static boolean is(Throwable thrown) {
    return KINDS.stream().anyMatch(kind -> kind.isInstance(thrown));
  }

  /** What {@code thrown} carries from one thread or signature to another; null for all else. */
  private static @Nullable Throwable wrapped(Throwable thrown) {
    boolean wrapper =
        thrown instanceof UncheckedIOException
            || thrown instanceof CompletionException
            || thrown instanceof ExecutionException
            || thrown instanceof IllegalStateException;
    return wrapper ? thrown.getCause() : null;
  }
}
