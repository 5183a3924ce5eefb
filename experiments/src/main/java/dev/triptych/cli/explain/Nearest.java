package dev.triptych.cli.explain;

import dev.triptych.worker.memo.KeptStage;
import dev.triptych.workflows.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, for results that a run made, the nearest that was kept by then: the one in which the
 * fewest inputs differ, and of several the newest. Candidates are read once for all and forgotten.
 */
final class Nearest {
  private static final double NANOS = 1e9;

  private final Map<String, Target> targets = new LinkedHashMap<>();

  private static final class Target {
    final Inputs inputs;
    final Set<String> siblings;
    final Instant begun;
    int distance = Integer.MAX_VALUE;
    Instant age = Instant.MIN;
    @Nullable KeptStage nearest;

    Target(KeptStage kept, Set<String> siblings) {
      this.inputs = Inputs.of(kept);
      this.siblings = siblings;
      this.begun =
          finished(kept)
              .map(end -> end.minus(Duration.ofNanos((long) (kept.seconds() * NANOS))))
              .orElse(Instant.MAX);
    }

    void compare(KeptStage candidate, Inputs other, Instant finished) {
      if (finished.isAfter(begun) || siblings.contains(candidate.key())) {
        return;
      }
      int differing = inputs.distance(other, distance);
      if (differing < distance || (differing == distance && finished.isAfter(age))) {
        distance = differing;
        age = finished;
        nearest = candidate;
      }
    }
  }

  /**
   * Adds a result for which to search.
   *
   * @param siblings keys of results that were made together with it, complete before the search
   */
  void add(KeptStage made, Set<String> siblings) {
    targets.put(made.key(), new Target(made, siblings));
  }

  int size() {
    return targets.size();
  }

  Set<String> keys() {
    return targets.keySet();
  }

  /** Compares what is kept; returns how much that was, and how much of it was looked at. */
  KeptCatalog.Candidates search(KeptCatalog catalog, Stage stage) {
    KeptCatalog.Candidates candidates = catalog.candidates(stage);
    catalog.forEach(
        stage,
        candidates.keys(),
        candidate -> {
          Inputs inputs = Inputs.of(candidate);
          Instant finished = finished(candidate).orElse(Instant.MIN);
          targets.values().forEach(target -> target.compare(candidate, inputs, finished));
        });
    return candidates;
  }

  /** Empty if nothing of the kind was kept by then, as far as was looked. */
  Optional<KeptStage> of(String key) {
    Target target = targets.get(key);
    return target == null ? Optional.empty() : Optional.ofNullable(target.nearest);
  }

  private static Optional<Instant> finished(KeptStage kept) {
    try {
      return Optional.of(Instant.parse(kept.finishedAt()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
