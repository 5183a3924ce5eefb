package dev.triptych.cli.runs;

import dev.triptych.cli.console.Words;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.host.Host;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.StatusNote;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a run from here: a run that its entry calls running may have lost its process
 * or its machine.
 *
 * @param heard when there was a last sign of life
 * @param now when this was found
 */
public record Liveness(RunEntry entry, Instant heard, Instant now) {
  // A run renews its status every minute; clocks of two machines may differ by some.
  private static final Duration SILENCE = Duration.ofMinutes(10);

  /** Looks at the status of a run that has not ended. */
  public static Liveness of(ArtifactStore store, RunEntry entry, Instant now) {
    Instant ended = entry.ended();
    if (entry.state().closed()) {
      return new Liveness(entry, ended == null ? entry.started() : ended, now);
    }
    Instant heard = renewed(store, entry).filter(entry.started()::isBefore).orElse(entry.started());
    return new Liveness(entry, heard, now);
  }

  private static Optional<Instant> renewed(ArtifactStore store, RunEntry entry) {
    try {
      return new RunFolder(store, entry.run()).note().map(StatusNote::updated);
    } catch (DamagedDocument e) {
      return Optional.empty(); // `status RUN` complains of it
    }
  }

  /** The state by its name, or {@code interrupted} if the run was going on and does so no more. */
  public String state() {
    return lost() ? "interrupted" : entry.state().slug();
  }

  /** The state by now: an interrupted run is as good as cancelled. */
  public State stateNow() {
    return lost() ? State.CANCELLED : entry.state();
  }

  /** How long ago the last sign of life was, for people; empty if the run has ended. */
  public Optional<String> age() {
    return entry.state().closed() ? Optional.empty() : Optional.of(Words.age(silence()));
  }

  /** Why an interrupted run does not go on, and how it would; null of all others. */
  public @Nullable String hint() {
    if (!lost()) {
      return null;
    }
    String why =
        here()
            ? "its process " + entry.pid() + " is gone"
            : "not heard of for " + Words.age(silence()) + " on host " + entry.host();
    return why + "; go on with: triptych resume " + entry.run();
  }

  /** Whether the run may be at work, as far as can be told. */
  boolean goesOn() {
    return !entry.state().closed() && !lost();
  }

  private boolean lost() {
    if (entry.state().closed() || entry.service() != null) { // a service outlives its processes
      return false;
    }
    // Another machine's process cannot be asked.
    return here() ? !entry.processLives() : silence().compareTo(SILENCE) > 0;
  }

  private boolean here() {
    return entry.host().equals(Host.name());
  }

  private Duration silence() {
    Duration silence = Duration.between(heard, now);
    return silence.isNegative() ? Duration.ZERO : silence;
  }
}
