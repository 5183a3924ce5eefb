package dev.triptych.cli.progress;

import dev.triptych.workflows.experiment.CellProgress;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.stage.Progress;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageProgress;
import dev.triptych.workflows.stage.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Tells when a launch will end, from what its own steps have taken: the seconds of those that are
 * done, and the pace of those that run, times what is left, by as many as run side by side. Silent
 * until every kind of step that is left has been measured.
 */
final class Estimate {
  private static final Duration ENOUGH = Duration.ofSeconds(8); // for a pace to tell something
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30); // for how many work

  private static final List<Stage> QUICK =
      List.of(
          Stage.SAMPLE_IDENTITY,
          Stage.ASSEMBLE_DATASET,
          Stage.ASSEMBLE_DATABASE,
          Stage.EVALUATE_MODEL);

  /** When a running step was first seen to move, and how far it was. */
  private record Sample(Instant at, double fraction) {}

  private final int slots;
  private final StepTimes times = new StepTimes();
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
    times.add(progress.shared().records());
    progress.cells().forEach(cell -> times.add(cell.progress().records()));
    List<CellProgress> open =
        progress.cells().stream().filter(cell -> !cell.state().closed()).toList();
    List<StageProgress> stages = Overview.stages(progress.shared(), open);
    Map<String, StageProgress> moving = moving(progress.shared(), open);
    firstSamples.keySet().retainAll(moving.keySet());
    Map<Stage, Double> costs = costs(moving, now);
    double parallel = parallel(moving.values(), costs, now);
    if (!times.measured() || parallel <= 0) {
      return Optional.empty();
    }
    OptionalDouble all = seconds(stages, costs, 1);
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

  /** Stages that are counted by their own heartbeats, under a name for each. */
  private static Map<String, StageProgress> moving(Progress shared, List<CellProgress> open) {
    Map<String, StageProgress> moving = new HashMap<>();
    shared.stages().stream()
        .filter(Estimate::movesAlone)
        .forEach(stage -> moving.put("shared/" + stage.stage().slug(), stage));
    for (CellProgress cell : open) {
      for (StageProgress stage : cell.progress().stages()) {
        if (movesAlone(stage)) {
          boolean ofDataset = stage.stage().scope().ofDataset();
          String owner = ofDataset ? "dataset/" + cell.datasetId() : cell.cell().slug();
          moving.put(owner + "/" + stage.stage().slug(), stage);
        }
      }
    }
    return moving;
  }

  /**
   * Seconds of one execution: as just measured, else at its present pace, else as once measured.
   */
  private Map<Stage, Double> costs(Map<String, StageProgress> moving, Instant now) {
    Map<Stage, Double> costs = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      OptionalDouble cost = times.computed(stage);
      cost = cost.isPresent() ? cost : pace(moving, stage, now);
      cost = cost.isPresent() ? cost : times.kept(stage);
      cost.ifPresent(seconds -> costs.put(stage, seconds));
    }
    // All three look at as many views; drawing a number and writing a list take no time.
    costs.computeIfAbsent(Stage.RENDER_PORTRAIT, stage -> costs.get(Stage.RENDER_VIEWS));
    costs.computeIfAbsent(Stage.EVALUATE, stage -> costs.get(Stage.RENDER_PORTRAIT));
    costs.computeIfAbsent(Stage.SCORE_STYLE, stage -> costs.get(Stage.RENDER_VIEWS));
    for (Stage quick : QUICK) {
      costs.putIfAbsent(quick, 0.0);
    }
    return costs;
  }

  private OptionalDouble pace(Map<String, StageProgress> moving, Stage stage, Instant now) {
    List<Double> paces = new ArrayList<>();
    moving.forEach(
        (owner, progress) -> {
          if (progress.stage() == stage) {
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

  private double parallel(Collection<StageProgress> moving, Map<Stage, Double> costs, Instant now) {
    if (slots > 0) {
      return slots;
    }
    double work =
        times.work()
            + moving.stream()
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
  private OptionalDouble seconds(
      Collection<StageProgress> stages, Map<Stage, Double> costs, double parallel) {
    double sum = 0;
    for (StageProgress stage : stages) {
      double left = stage.state().closed() ? 0 : stage.total() * (1 - stage.fraction());
      Double cost = costs.get(stage.stage());
      if (left > 0 && cost == null) {
        return OptionalDouble.empty();
      }
      if (left > 0 && cost != null) {
        // What is under way is computed; of what is to come, as much as of late.
        double share = movesAlone(stage) ? 1 : times.share(stage.stage(), stage.total());
        double side = stage.total() > 1 ? Math.max(1, Math.min(parallel, left)) : 1;
        sum += left * cost * share / side;
      }
    }
    return OptionalDouble.of(sum);
  }
}
