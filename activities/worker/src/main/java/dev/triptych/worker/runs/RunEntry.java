package dev.triptych.worker.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.worker.host.Host;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.stage.State;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code runs/<run>/run.json}.
 *
 * @param specDigest SHA-256 over the resolved spec and the prior set
 * @param comparableWithPaper whether scores by that prior set may be compared with the paper's;
 *     false in runs that were launched before this was noted
 * @param state as the launching process knew it last
 * @param created when the run was first launched
 * @param started when it was last launched or resumed
 * @param ended when it last ended; null while it goes on, or if its process was killed
 * @param host of the launching process
 * @param pid of the launching process
 * @param cells portraits or models in all
 * @param finished how many of them are done
 * @param service the Temporal service that runs it, for people; null if the launching process did
 * @param regime what a cell is trained on; null for one style
 * @param format of what the run leaves, {@value #FORMAT} of this version; absent of earlier ones,
 *     which did not note what they used of what is kept
 */
public record RunEntry(
    String run,
    String name,
    String specDigest,
    PriorRef priors,
    boolean comparableWithPaper,
    State state,
    Instant created,
    Instant started,
    @Nullable Instant ended,
    String host,
    long pid,
    int cells,
    int finished,
    @Nullable String service,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Regime regime,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer format) {
  /** To be raised when a run's documents come to name artefacts that earlier versions overlook. */
  public static final int FORMAT = 2;

  public RunEntry {
    Objects.requireNonNull(run, "run is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(specDigest, "specDigest is null");
    Objects.requireNonNull(priors, "priors is null");
    Objects.requireNonNull(state, "state is null");
    Objects.requireNonNull(created, "created is null");
    Objects.requireNonNull(started, "started is null");
    Objects.requireNonNull(host, "host is null");
  }

  /** A run that is yet to be launched, by this process. */
  public static RunEntry pending(
      String run,
      ExperimentSpec spec,
      String specDigest,
      PriorRef priors,
      boolean comparableWithPaper,
      Instant now) {
    return new RunEntry(
        run,
        spec.name(),
        specDigest,
        priors,
        comparableWithPaper,
        State.PENDING,
        now,
        now,
        null,
        Host.name(),
        Host.pid(),
        spec.cells().size(),
        0,
        null,
        spec.trainedOn().regime().manyStyles() ? spec.trainedOn().regime() : null,
        FORMAT);
  }

  /** {@code 3 portraits}, or {@code 1 model}. */
  public String counted() {
    return cells + " " + (regime == null ? Regime.STYLE : regime).cells(cells);
  }

  /**
   * A run launched, or launched again, by this process.
   *
   * @param service as {@link #service}
   */
  public RunEntry startedNow(Instant now, @Nullable String service) {
    return new RunEntry(
        run,
        name,
        specDigest,
        priors,
        comparableWithPaper,
        State.RUNNING,
        created,
        now,
        null,
        Host.name(),
        Host.pid(),
        cells,
        finished,
        service,
        regime,
        FORMAT);
  }

  public RunEntry with(State state, int finished, @Nullable Instant ended) {
    return new RunEntry(
        run,
        name,
        specDigest,
        priors,
        comparableWithPaper,
        state,
        created,
        started,
        ended,
        host,
        pid,
        cells,
        finished,
        service,
        regime,
        format);
  }

  /** Whether the launching process, one of this machine, is there. */
  public boolean processLives() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        // Another process may have the number by now; the right one began before the run.
        .filter(p -> p.info().startInstant().map(at -> !at.isAfter(started)).orElse(true))
        .isPresent();
  }
}
