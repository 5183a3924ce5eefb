package dev.triptych.workflows.stage;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** Turns Temporal's nested failures into what a user needs: which step failed, and why. */
public final class StageFailures {
  /** Type of a step that neither finished nor heartbeat in its time. */
  public static final String TIMEOUT = "Timeout";

  private StageFailures() {}

  /** Whether {@code failure} comes from a cancellation and not from the work itself. */
  public static boolean cancelled(Throwable failure) {
    return find(failure, CanceledFailure.class) != null;
  }

  /** The failure of the step {@code what}, named in its message; a cancellation stays one. */
  public static TemporalFailure named(String what, RuntimeException failure) {
    CanceledFailure cancelled = find(failure, CanceledFailure.class);
    return cancelled != null
        ? cancelled
        : ApplicationFailure.newNonRetryableFailureWithCause(
            what + ": " + message(failure), type(failure), failure);
  }

  /** One of {@link FailureTypes}, {@link #TIMEOUT}, or the class of an unforeseen exception. */
  public static String type(Throwable failure) {
    ApplicationFailure application = find(failure, ApplicationFailure.class);
    if (application != null) {
      return application.getType();
    }
    return find(failure, TimeoutFailure.class) != null ? TIMEOUT : failure.getClass().getName();
  }

  /** What the outermost application failure says. */
  public static String message(Throwable failure) {
    ApplicationFailure application = find(failure, ApplicationFailure.class);
    if (application != null) {
      return String.valueOf(application.getOriginalMessage());
    }
    TimeoutFailure timeout = find(failure, TimeoutFailure.class);
    if (timeout != null) {
      return switch (timeout.getTimeoutType()) {
        case TIMEOUT_TYPE_HEARTBEAT -> "its worker stopped answering, on every attempt";
        default -> "it took longer than allowed, on every attempt";
      };
    }
    return String.valueOf(failure.getMessage());
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
