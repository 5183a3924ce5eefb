package dev.triptych.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.torch.NativeLibraryException;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.FolderInUse;
import dev.triptych.workflows.stage.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  private static final String PROCESS = "process 7 on host";

  @Test
  void saysWhatWhereAndHowToMend() {
    assertThat(new FolderInUse("/data", "pid 7 on host"))
        .hasMessageContaining("pid 7 on host")
        .hasMessageContaining("/data")
        .hasMessageContaining("choose another folder");
  }

  @Test
  void bearsTheNamesThatTheWorkflowsKnow() {
    assertThat(TriptychException.class.getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsAll(
            Arrays.asList(
                FailureTypes.INVALID_SPEC,
                FailureTypes.MISSING_PRIOR,
                FailureTypes.CORRUPT_ARTIFACT,
                FailureTypes.OUT_OF_MEMORY));
  }

  @Test
  void takesUnfitWeightsAndBrokenPriorSetsForMissingPriors() {
    ApplicationFailure unfit = failure(new WeightsException("They do not fit", "/p/unet, 1: b"));
    assertThat(unfit.getType()).isEqualTo(FailureTypes.MISSING_PRIOR);
    assertThat(unfit.getOriginalMessage())
        .isEqualTo(
            "They do not fit: /p/unet, 1: b. `triptych priors check` with the set's name looks at"
                + " all of it.");
    ApplicationFailure missing = failure(new PriorException("It is gone", "/p/clip", "Mend it."));
    assertThat(missing.getType()).isEqualTo(FailureTypes.MISSING_PRIOR);
    assertThat(missing.getOriginalMessage()).isEqualTo("It is gone: /p/clip. Mend it.");
  }

  @Test
  void saysWhyTheNativeLibraryDoesNotLoad() {
    Throwable folder = new FileSystemException("/x/lib", null, "Not a directory");
    assertThat(Failures.explain(new ExceptionInInitializerError(library(folder))))
        .get()
        .extracting(Explanation::type, Explanation::where)
        .containsExactly("NativeLibrary", "/x");
    assertThat(message(library(folder))).contains("Not a directory", "set DJL_CACHE_DIR");
    assertThat(message(library(new IOException("No space left on device"))))
        .contains("No space left on device", "set DJL_CACHE_DIR");
    assertThat(message(library(new UnsatisfiedLinkError("failed to map segment"))))
        .contains("failed to map segment", "may not be run from this folder");
    assertThat(message(library(new UnsatisfiedLinkError("libcuda.so.1: cannot open"))))
        .contains("libcuda.so.1", "NVIDIA's driver", "TRIPTYCH_GPU=off");
  }

  @Test
  void saysWhatJavaItselfMisses() {
    UnsatisfiedLinkError missing =
        new UnsatisfiedLinkError(
            "/jre/lib/libjavajpeg.so: libjpeg.so.62: cannot open shared object file: No such file"
                + " or directory");
    NoClassDefFoundError later = new NoClassDefFoundError("Could not initialize class X");
    later.initCause(new ExceptionInInitializerError("Exception " + missing + " [in thread]"));

    for (LinkageError thrown : List.of(missing, later)) {
      ApplicationFailure failure = failure(thrown);
      assertThat(failure.getType()).isEqualTo("IncompleteJava");
      assertThat(failure.isNonRetryable()).isTrue();
      assertThat(failure.getOriginalMessage())
          .contains("libjpeg.so.62", System.getProperty("java.home"), "Install a whole JDK");
    }
    assertThat(Failures.toTemporal(new NoSuchMethodError("x"), PROCESS))
        .as("may be another build's")
        .isEmpty();
  }

  private static NativeLibraryException library(Throwable cause) {
    return new NativeLibraryException(Path.of("/x"), new IllegalStateException(cause));
  }

  @Test
  void saysHowMuchMemoryWasAskedForAndWhatToSet() {
    String said =
        message(
            new EngineException(
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of"
                    + " 79.11 GiB of which 1.02 GiB is free."));
    assertThat(said)
        .startsWith(
            "Memory ran out in PyTorch, which asked for 2.00 GiB; 1.02 GiB of 79.11 GiB are free on"
                + " cuda:0: "
                + PROCESS)
        .contains("--slots 1", "i2t.fineTuning.batch");
  }

  @Test
  void explainsRawFailuresToo() {
    assertThat(Failures.explain(new IllegalStateException(new OutOfMemoryError("heap"))))
        .get()
        .hasToString(
            "Memory ran out: this process. Use fewer slots (--slots 1), keep fewer networks"
                + " (--low-memory), edit fewer views together (--views-per-step 1), close other"
                + " programs, or choose smaller batches (i2t.fineTuning.batch).");
  }

  @Test
  void tellsSurroundingsFromSpecsAndFaults() {
    assertThat(Failures.ofSurroundings("StorageFull")).isTrue();
    assertThat(Failures.ofSurroundings("MissingPrior")).isTrue();
    assertThat(Failures.ofSurroundings("StoreUnreachable")).isTrue();
    assertThat(Failures.ofSurroundings("InvalidSpec")).isFalse();
    assertThat(Failures.ofSurroundings("NonFinite")).isFalse();
    assertThat(Failures.ofSurroundings("java.lang.IllegalStateException")).isFalse();
  }

  @Test
  void doesNotTryAgainWhatGaveNoNumber() {
    ApplicationFailure failure =
        failure(new NonFiniteException("loss total in step 3 of 9 is", Double.NaN));

    assertThat(failure.getType()).isEqualTo("NonFinite");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .contains("loss total in step 3 of 9 is NaN", PROCESS, "triptych priors check");
    assertThat(Failures.explain(failure)).isPresent();
  }

  @Test
  void recognisesAFullDiskBelowALibrary() {
    IOException full = new IOException("No space left on device");
    IOException named = new FileSystemException("/d/tensors", null, "No space left on device");

    assertThat(failure(new UncheckedIOException(full)).getType()).isEqualTo("StorageFull");
    assertThat(message(new UncheckedIOException(full))).contains(PROCESS);
    assertThat(message(new UncheckedIOException(named)))
        .startsWith("The disk is full: /d/tensors.");
  }

  @Test
  void doesNotTryAgainWhatIsAFaultOfTheProgram() {
    List<Throwable> faults =
        List.of(
            new InvalidPathException("x", "Malformed input"),
            new NumberFormatException("x"),
            new ClassCastException("x"),
            new ArrayIndexOutOfBoundsException(7),
            new NullPointerException(),
            new AssertionError("x"),
            new UncheckedIOException(new MalformedInputException(1)),
            new CompletionException(new UnsupportedOperationException("x")),
            new IllegalStateException(new IllegalArgumentException("x")));
    for (Throwable fault : faults) {
      ApplicationFailure failure = Failures.toTemporal(fault, PROCESS).orElseThrow();
      assertThat(failure.isNonRetryable()).as(fault.toString()).isTrue();
      assertThat(failure.getOriginalMessage()).isNotEqualTo("null");
    }
    assertThat(Failures.toTemporal(faults.get(0), PROCESS).orElseThrow().getType())
        .isEqualTo(InvalidPathException.class.getName());
  }

  @Test
  void doesNotReadALockedDoorOrAFolderAgain(@TempDir Path folder) {
    IOException io = new IOException("Input/output error");
    Path file = folder.resolve("x");

    assertThat(StorageFailures.reading(file, io).retryable()).isTrue();
    assertThat(StorageFailures.reading(file, new AccessDeniedException("x")).retryable()).isFalse();
    assertThat(StorageFailures.reading(folder, new IOException("Is a directory")).retryable())
        .isFalse();
  }

  @Test
  void leavesWhatMayHealToTemporal() {
    List<Throwable> troubles =
        List.of(
            new UncheckedIOException(new IOException("connection reset")),
            new IllegalStateException("closed while the worker stops"),
            new IllegalStateException(new IOException("timed out")),
            new CancellationException("stopped"),
            new EngineException("CUDA error: device is busy"));
    for (Throwable trouble : troubles) {
      assertThat(Failures.toTemporal(trouble, PROCESS)).as(trouble.toString()).isEmpty();
    }
  }

  @Test
  void leavesOtherFailuresAlone() {
    assertThat(Failures.toTemporal(new IllegalStateException("a bug"), PROCESS)).isEmpty();
    assertThat(Failures.explain(new IllegalStateException("a bug"))).isEmpty();
    assertThat(Failures.explain(ApplicationFailure.newFailure("x", "CorruptArtifact"))).isEmpty();
  }

  @Test
  void findsTheExplanationBelowOtherFailures() {
    RuntimeException wrapped =
        new IllegalStateException(new CorruptArtifact("An artefact is missing", "blobs/x"));

    assertThat(Failures.explain(wrapped))
        .contains(new Explanation(new CorruptArtifact("An artefact is missing", "blobs/x")));
  }

  private static ApplicationFailure failure(Throwable e) {
    return Failures.toTemporal(e, PROCESS).orElseThrow();
  }

  private static String message(RuntimeException e) {
    return failure(e).getOriginalMessage();
  }
}
