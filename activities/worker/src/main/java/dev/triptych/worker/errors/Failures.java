package dev.triptych.worker.errors;

import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.torch.MemoryExhaustedException;
import dev.triptych.models.torch.NativeLibraryException;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.TriptychException.IncompleteJava;
import dev.triptych.worker.errors.TriptychException.InvalidSpec;
import dev.triptych.worker.errors.TriptychException.MissingPrior;
import dev.triptych.worker.errors.TriptychException.NativeLibrary;
import dev.triptych.worker.errors.TriptychException.NonFinite;
import dev.triptych.worker.errors.TriptychException.OutOfMemory;
import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.worker.host.Proc;
import dev.triptych.workflows.stage.Causes;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Carries mendable failures through Temporal and back. */
public final class Failures {
  private static final String CUDA_DRIVER = "libcuda.so";

  private Failures() {}

  /**
   * What an activity should fail with: an {@link ApplicationFailure}. Of what a user could mend,
   * its type is the exception's simple name, its details are an {@link Explanation} and its retry
   * flag is the exception's. A fault of the program bears the name of its class and is not tried
   * again: another attempt meets it again. Empty for all else, which may well heal.
   *
   * @param process whose memory or disk it may be, for people
   */
  public static Optional<ApplicationFailure> toTemporal(Throwable thrown, String process) {
    Optional<TriptychException> mendable = mendable(thrown, process);
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

  private static Optional<TriptychException> mendable(Throwable thrown, String process) {
    if (thrown instanceof TriptychException e) {
      return Optional.of(e);
    }
    if (thrown instanceof OutOfMemoryError) {
      return Optional.of(new OutOfMemory("Memory ran out", process, thrown));
    }
    Optional<MemoryExhaustedException> exhausted = MemoryExhaustedException.of(thrown);
    if (exhausted.isPresent()) {
      return Optional.of(new OutOfMemory(shortage(exhausted.get()), process, thrown));
    }
    if (thrown instanceof dev.triptych.workflows.spec.InvalidSpec e) {
      return Optional.of(
          new InvalidSpec(
              "The spec is not valid", String.valueOf(e.getMessage()), "Correct the spec."));
    }
    if (thrown instanceof WeightsException e) {
      return Optional.of(
          new MissingPrior(
              e.what(),
              e.where(),
              "`triptych priors check` with the set's name looks at all of it."));
    }
    if (thrown instanceof PriorException e) {
      return Optional.of(new MissingPrior(e.what(), e.where(), e.mend()));
    }
    if (thrown instanceof NonFiniteException) {
      return Optional.of(new NonFinite(String.valueOf(thrown.getMessage()), process));
    }
    if (thrown instanceof NativeLibraryException e) {
      return Optional.of(nativeLibrary(e));
    }
    if (thrown instanceof LinkageError e) {
      return incompleteJava(e);
    }
    if (thrown instanceof UncheckedIOException e
        && e.getCause() != null
        && StorageFailures.full(e.getCause())) {
      return Optional.of(
          new StorageFull(
              StorageFailures.file(e.getCause()).orElse("a temporary file of " + process), e));
    }
    return Optional.empty();
  }

  /**
   * Java tells of a library that it misses at the first use only; at later ones a class "could not
   * be initialised", and its cause repeats in words what it was.
   */
  private static Optional<TriptychException> incompleteJava(LinkageError e) {
    return Causes.of(e)
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(said -> said.contains("cannot open shared object file"))
        .reduce((outer, inner) -> inner)
        .map(said -> new IncompleteJava(said, e));
  }

  /** Unpacking it fails like any writing; what is unpacked may not fit the machine. */
  private static NativeLibrary nativeLibrary(NativeLibraryException e) {
    Throwable root = Causes.of(e).reduce((outer, inner) -> inner).orElse(e);
    if (root instanceof IOException writing) {
      return new NativeLibrary(
          e.folder(),
          StorageFailures.reason(writing),
          "Make this folder one that can be written and has 500 MB to spare, or set DJL_CACHE_DIR to"
              + " another.",
          e);
    }
    String said = String.valueOf(root.getMessage());
    if (said.contains(CUDA_DRIVER)) {
      return new NativeLibrary(
          e.folder(),
          said,
          "PyTorch for GPUs needs NVIDIA's driver: install it, or set TRIPTYCH_GPU=off to compute on"
              + " the processor.",
          e);
    }
    return new NativeLibrary(
        e.folder(),
        said,
        "If programs may not be run from this folder, set DJL_CACHE_DIR to another. There are"
            + " libraries for Linux (x86-64, arm64), macOS (arm64) and Windows (x86-64): build with"
            + " `mvn -DskipTests package` on this machine, so that its own is chosen.",
        e);
  }

  /** Which network, how much it asked for, and how much there is. */
  private static String shortage(MemoryExhaustedException e) {
    StringBuilder said = new StringBuilder("Memory ran out in ").append(e.network());
    if (e.asked() != null) {
      said.append(", which asked for ").append(e.asked());
    }
    String free = e.free() != null ? e.free() : freeOfTheMachine();
    return said.append(free == null ? "" : "; " + free).toString();
  }

  private static @Nullable String freeOfTheMachine() {
    OptionalDouble free = Proc.bytes("meminfo", "MemAvailable");
    return free.isPresent()
        ? String.format(Locale.ROOT, "%.2f GiB are free now", free.getAsDouble() / (1 << 30))
        : null;
  }

  /** The first mendable failure among {@code thrown} and its causes, before or after Temporal. */
  public static Optional<Explanation> explain(Throwable thrown) {
    return Causes.of(thrown).map(Failures::carried).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Explanation> carried(Throwable thrown) {
    if (thrown instanceof ApplicationFailure failure && carriesExplanation(failure)) {
      return Optional.of(failure.getDetails().get(Explanation.class));
    }
    return mendable(thrown, "this process").map(Explanation::new);
  }

  /**
   * Whether a failure comes from something around the program: a disk, a service, a prior set. A
   * training that diverges does not.
   *
   * @param type as {@link #toTemporal} and {@link Explanation} name it
   */
  public static boolean ofSurroundings(String type) {
    return mendable(type)
        && !type.equals(InvalidSpec.class.getSimpleName())
        && !type.equals(NonFinite.class.getSimpleName());
  }

  private static boolean mendable(@Nullable String type) {
    return Arrays.stream(TriptychException.class.getPermittedSubclasses())
        .anyMatch(known -> known.getSimpleName().equals(type));
  }

  private static boolean carriesExplanation(ApplicationFailure failure) {
    return mendable(failure.getType()) && failure.getDetails().getSize() == 1;
  }
}
