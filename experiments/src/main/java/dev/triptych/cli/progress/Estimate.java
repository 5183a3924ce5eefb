package dev.triptych.cli.progress;

import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Tells when a launch will end, from what its own steps have taken: the seconds of those that are
 * done, and the pace of those that run, times what is left, by as many as run side by side. Silent
 * until every kind of step that is left has been measured.
 */
final class Estimate {
  private static final Duration ENOUGH = Duration.ofSeconds(8); // for a pace to tell something
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30); // for how many work

  /** When a running step was first seen to move, and how far it was. */
  private record Sample(Instant at, double fraction) {}

  private final int slots;
  private final Map<String, Sample> firstSamples = new HashMap<>();
  private Instant began = Instant.MAX;
  private double workBefore;

  /**
   * @param slots steps that run side by side; 0 if nobody knows, and it has to be observed
   */
  Estimate(int slots) {
    this.slots = slots;
  }

  /** Time to go; empty while there is too little to tell. */
  Optional<Duration> remaining(ExperimentProgress progress, Instant now) {
    List<CellProgress> open =
        progress.cells().stream().filter(cell -> !cell.state().closed()).toList();
    Map<String, StageProgress> stages = Overview.stages(progress.shared(), open);
    Collection<StageRecord> records = records(progress);
    Map<Stage, Double> costs = costs(stages, records, now);
    double parallel = parallel(stages, records, costs, now);
    boolean measured = records.stream().anyMatch(record -> !record.cached());
    if (!measured || parallel <= 0) {
      return Optional.empty();
    }
    OptionalDouble all = seconds(stages.values(), costs, 1);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    double longest = 0;
    for (CellProgress cell : open) {
      longest = Math.max(longest, seconds(cell.progress().stages(), costs, parallel).orElse(0));
    }
    double seconds = Math.max(all.getAsDouble() / parallel, longest);
    return Optional.of(Duration.ofSeconds(Math.round(seconds))).filter(left -> !left.isZero());
  }

  /** Each execution that is done, once. */
  private static Collection<StageRecord> records(ExperimentProgress progress) {
    Map<String, StageRecord> byKey = new LinkedHashMap<>();
    Stream.concat(
            progress.shared().records().stream(),
            progress.cells().stream().flatMap(cell -> cell.progress().records().stream()))
        .filter(record -> record.state() == State.DONE)
        .forEach(record -> byKey.putIfAbsent(record.stage() + " " + record.key(), record));
    return byKey.values();
  }

  /**
   * Seconds of one execution: as just measured, else at its present pace, else as once measured.
   */
  private Map<Stage, Double> costs(
      Map<String, StageProgress> stages, Collection<StageRecord> records, Instant now) {
    Map<Stage, Double> costs = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      OptionalDouble cost = median(records, stage, false);
      cost = cost.isPresent() ? cost : pace(stages, stage, now);
      cost = cost.isPresent() ? cost : median(records, stage, true);
      cost.ifPresent(seconds -> costs.put(stage, seconds));
    }
    // All three look at as many views; drawing a number and writing a list take no time.
    costs.computeIfAbsent(Stage.RENDER_PORTRAIT, stage -> costs.get(Stage.RENDER_VIEWS));
    costs.computeIfAbsent(Stage.EVALUATE, stage -> costs.get(Stage.RENDER_PORTRAIT));
    costs.putIfAbsent(Stage.SAMPLE_IDENTITY, 0.0);
    costs.putIfAbsent(Stage.ASSEMBLE_DATASET, 0.0);
    return costs;
  }

  /** The first execution loads networks, which a mean would spread over all that are left. */
  private static OptionalDouble median(
      Collection<StageRecord> records, Stage stage, boolean cached) {
    double[] seconds =
        records.stream()
            .filter(record -> record.stage() == stage && record.cached() == cached)
            .mapToDouble(StageRecord::seconds)
            .sorted()
            .toArray();
    return seconds.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(seconds[seconds.length / 2]);
  }

  private OptionalDouble pace(Map<String, StageProgress> stages, Stage stage, Instant now) {
    List<Double> paces = new ArrayList<>();
    stages.forEach(
        (owner, progress) -> {
          if (progress.stage() == stage && movesAlone(progress)) {
            Sample first =
                firstSamples.computeIfAbsent(owner, o -> new Sample(now, progress.fraction()));
            Duration passed = Duration.between(first.at(), now);
            double gained = progress.fraction() - first.fraction();
            if (passed.compareTo(ENOUGH) >= 0 && gained > 0) {
              paces.add(passed.toMillis() / 1e3 / gained);
            }
          }
        });
    return paces.stream().mapToDouble(Double::doubleValue).average();
  }

  private static boolean movesAlone(StageProgress progress) {
    return progress.state() == State.RUNNING && progress.total() == 1 && progress.fraction() > 0;
  }

  private double parallel(
      Map<String, StageProgress> stages,
      Collection<StageRecord> records,
      Map<Stage, Double> costs,
      Instant now) {
    if (slots > 0) {
      return slots;
    }
    double work =
        records.stream().filter(record -> !record.cached()).mapToDouble(StageRecord::seconds).sum()
            + stages.values().stream()
                .filter(Estimate::movesAlone)
                .mapToDouble(stage -> stage.fraction() * costs.getOrDefault(stage.stage(), 0.0))
                .sum();
    if (now.isBefore(began)) {
      began = now;
      workBefore = work;
    }
    Duration passed = Duration.between(began, now);
    return passed.compareTo(LONG_ENOUGH) < 0
        ? 0
        : Math.max(1, (work - workBefore) / (passed.toMillis() / 1e3));
  }

  /**
   * Seconds of work that are left; empty if some of it was never measured.
   *
   * @param parallel executions of one stage that run side by side
   */
  private static OptionalDouble seconds(
      Collection<StageProgress> stages, Map<Stage, Double> costs, double parallel) {
    double sum = 0;
    for (StageProgress stage : stages) {
      double left = stage.state().closed() ? 0 : stage.total() * (1 - stage.fraction());
      Double cost = costs.get(stage.stage());
      if (left > 0 && cost == null) {
        return OptionalDouble.empty();
      }
      if (left > 0 && cost != null) {
        sum += left * cost / (stage.total() > 1 ? Math.max(1, Math.min(parallel, left)) : 1);
      }
    }
    return OptionalDouble.of(sum);
  }
}
