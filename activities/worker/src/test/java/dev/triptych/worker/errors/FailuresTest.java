package dev.triptych.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.priors.PriorException;
import dev.triptych.models.weights.WeightsException;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.errors.TriptychException.FolderInUse;
import dev.triptych.workflows.stage.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
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
    assertThat(type(new WeightsException("3 tensors are missing")))
        .isEqualTo(FailureTypes.MISSING_PRIOR);
    assertThat(type(new PriorException("no such set"))).isEqualTo(FailureTypes.MISSING_PRIOR);
  }

  @Test
  void doesNotTryAgainWhatGaveNoNumber() {
    ApplicationFailure failure =
        Failures.toTemporal(
                new NonFiniteException("loss total in step 3 of 9 is", Double.NaN), "FineTune")
            .orElseThrow();

    assertThat(failure.getType()).isEqualTo("NonFinite");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .contains("loss total in step 3 of 9 is NaN", "FineTune", "triptych priors check");
    assertThat(Failures.explain(failure)).isPresent();
  }

  @Test
  void recognisesAFullDiskBelowALibrary() {
    assertThat(type(new UncheckedIOException(new IOException("No space left on device"))))
        .isEqualTo("StorageFull");
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
      ApplicationFailure failure = Failures.toTemporal(fault, "editView").orElseThrow();
      assertThat(failure.isNonRetryable()).as(fault.toString()).isTrue();
      assertThat(failure.getOriginalMessage()).isNotEqualTo("null");
    }
    assertThat(Failures.toTemporal(faults.get(0), "editView").orElseThrow().getType())
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
      assertThat(Failures.toTemporal(trouble, "editView")).as(trouble.toString()).isEmpty();
    }
  }

  @Test
  void leavesOtherFailuresAlone() {
    assertThat(Failures.toTemporal(new IllegalStateException("a bug"), "editView")).isEmpty();
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

  private static String type(RuntimeException e) {
    return Failures.toTemporal(e, "editView").orElseThrow().getType();
  }
}
