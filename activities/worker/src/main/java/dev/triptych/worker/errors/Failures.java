package dev.triptych.worker.errors;

import ai.djl.engine.EngineException;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.TriptychException.InvalidSpec;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.errors.TriptychException.NonFinite;
import dev.triptych.worker.errors.TriptychException.OutOfMemory;
import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.workflows.stage.Causes;
import io.temporal.failure.ApplicationFailure;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries mendable failures through Temporal and back. */
public final class Failures {
  private Failures() {}

  /**
   * What an activity should fail with: an {@link ApplicationFailure}. Of what a user could mend,
   * its type is the exception's simple name, its details are an {@link Explanation} and its retry
   * flag is the exception's. A fault of the program bears the name of its class and is not tried
   * again: another attempt meets it again. Empty for all else, which may well heal.
   *
   * @param activity name to report as the place where memory ran out
   */
  public static Optional<ApplicationFailure> toTemporal(Throwable thrown, String activity) {
    Optional<TriptychException> mendable = mendable(thrown, activity);
    return mendable.isPresent()
        ? Optional.of(explained(mendable.get()))
        : ProgramFaults.find(thrown).map(Failures::lasting);
  }

  private static ApplicationFailure explained(TriptychException e) {
    return ApplicationFailure.newBuilder()
        .setMessage(e.getMessage())
        .setType(e.getClass().getSimpleName())
        .setNonRetryable(!e.retryable())
        .setDetails(new Explanation(e))
        .setCause(e.getCause() == null ? null : e)
        .build();
  }

  private static ApplicationFailure lasting(Throwable fault) {
    return ApplicationFailure.newBuilder()
        .setMessage(fault.getMessage() == null ? fault.toString() : fault.getMessage())
        .setType(fault.getClass().getName())
        .setNonRetryable(true)
        .setCause(fault)
        .build();
  }

  private static Optional<TriptychException> mendable(Throwable thrown, String activity) {
    if (thrown instanceof TriptychException e) {
      return Optional.of(e);
    }
    if (outOfMemory(thrown)) {
      return Optional.of(new OutOfMemory("Memory ran out", activity, thrown));
    }
    if (thrown instanceof dev.triptych.workflows.spec.InvalidSpec e) {
      return Optional.of(
          new InvalidSpec(String.valueOf(e.getMessage()), activity, "Correct the spec."));
    }
    if (thrown instanceof WeightsException || thrown instanceof PriorException) {
      return Optional.of(
          new MissingPrior(
              String.valueOf(thrown.getMessage()),
              activity,
              "`triptych priors check` with the set's name looks at all of it."));
    }
    if (thrown instanceof NonFiniteException) {
      return Optional.of(new NonFinite(String.valueOf(thrown.getMessage()), activity));
    }
    if (thrown instanceof UncheckedIOException e
        && e.getCause() != null
        && StorageFailures.full(e.getCause())) {
      return Optional.of(new StorageFull("while writing for " + activity, e));
    }
    return Optional.empty();
  }

  private static boolean outOfMemory(@Nullable Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return true;
    }
    // PyTorch tells of exhausted memory in words only.
    String message = thrown instanceof EngineException e ? String.valueOf(e.getMessage()) : "";
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("out of memory") || lower.contains("can't allocate memory");
  }

  /** The first mendable failure among {@code thrown} and its causes, before or after Temporal. */
  public static Optional<Explanation> explain(Throwable thrown) {
    return Causes.of(thrown).map(Failures::carried).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Explanation> carried(Throwable thrown) {
    if (thrown instanceof TriptychException e) {
      return Optional.of(new Explanation(e));
    }
    return thrown instanceof ApplicationFailure failure && carriesExplanation(failure)
        ? Optional.of(failure.getDetails().get(Explanation.class))
        : Optional.empty();
  }

  private static boolean carriesExplanation(ApplicationFailure failure) {
    for (Class<?> type : TriptychException.class.getPermittedSubclasses()) {
      if (type.getSimpleName().equals(failure.getType())) {
        return failure.getDetails().getSize() == 1;
      }
    }
    return false;
  }
}
