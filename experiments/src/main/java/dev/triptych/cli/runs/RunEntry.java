package dev.triptych.cli.runs;

import dev.triptych.worker.store.Host;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.stage.State;
import java.time.Instant;
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
 * @param cells portraits in all
 * @param finished portraits done
 * @param service the Temporal service that runs it, for people; null if the launching process did
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
    @Nullable String service) {
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
        service);
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
        service);
  }

  /**
   * What people are told: the state, or {@code interrupted} if the run was going on when its
   * process died.
   */
  public String shownState() {
    return state.closed() || alive() ? state.slug() : "interrupted";
  }

  /** The state by now: a run whose process died is as good as cancelled. */
  public State stateNow() {
    return state.closed() || alive() ? state : State.CANCELLED;
  }

  private boolean alive() {
    if (service != null) {
      return true; // it outlives the launching process
    }
    if (!host.equals(Host.name())) {
      return true; // another machine's process cannot be asked
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        // Another process may have the number by now; the right one began before the run.
        .filter(p -> p.info().startInstant().map(at -> !at.isAfter(started)).orElse(true))
        .isPresent();
  }
}
