package dev.triptych.workflows.stage;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ServerFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;

/** Turns Temporal's nested failures into what a user needs: which step failed, and why. */
public final class StageFailures {
  /** Type of a step that neither finished nor heartbeat in its time. */
  public static final String TIMEOUT = "Timeout";

  private StageFailures() {}

  /** Whether {@code failure} comes from a cancellation and not from the work itself. */
  public static boolean cancelled(Throwable failure) {
    return Causes.have(failure, CanceledFailure.class);
  }

  /** The failure of the step {@code what}, named in its message; a cancellation stays one. */
  public static TemporalFailure named(String what, RuntimeException failure) {
    return Causes.find(failure, CanceledFailure.class)
        .<TemporalFailure>map(cancelled -> cancelled)
        .orElseGet(
            () ->
                ApplicationFailure.newNonRetryableFailureWithCause(
                    what + ": " + message(failure), type(failure), failure));
  }

  /** One of {@link FailureTypes}, {@link #TIMEOUT}, or the class of an unforeseen exception. */
  public static String type(Throwable failure) {
    return Causes.find(failure, ApplicationFailure.class)
        .map(ApplicationFailure::getType)
        .orElseGet(
            () ->
                Causes.have(failure, TimeoutFailure.class)
                    ? TIMEOUT
                    : failure.getClass().getName());
  }

  /** What the outermost application failure says. */
  public static String message(Throwable failure) {
    Optional<ApplicationFailure> application = Causes.find(failure, ApplicationFailure.class);
    if (application.isPresent()) {
      return String.valueOf(application.get().getOriginalMessage());
    }
    return Causes.find(failure, TimeoutFailure.class)
        .map(StageFailures::message)
        .or(() -> Causes.find(failure, ServerFailure.class).map(StageFailures::message))
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  private static String message(ServerFailure server) {
    return "Temporal ended it: " + server.getOriginalMessage();
  }

  private static String message(TimeoutFailure timeout) {
    return switch (timeout.getTimeoutType()) {
      case TIMEOUT_TYPE_HEARTBEAT -> "its worker stopped answering, on every attempt";
      default -> "it took longer than allowed, on every attempt";
    };
  }
}
