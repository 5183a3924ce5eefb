package dev.triptych.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.finite.Finite;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.SafetensorsWriter;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import dev.triptych.models.weights.StateDict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A training that can be stopped at any moment and goes on from its newest checkpoint to the same
 * result, provided the objective depends on the step number alone for its randomness.
 */
public final class Training {
  /**
   * @param emaDecay decay of the moving average of the weights; 0 for none
   * @param checkpointEvery steps between checkpoints
   * @param milestones steps after which the observer sees the weights, each before the last
   * @param goal that ends the training early; null for none
   */
  public record Plan(
      int steps,
      Adam.Config optimizer,
      Schedule schedule,
      double emaDecay,
      int checkpointEvery,
      Set<Integer> milestones,
      @Nullable Goal goal) {
    public Plan {
      milestones = Set.copyOf(milestones);
      if (steps < 1 || checkpointEvery < 1) {
        throw new IllegalArgumentException(
            "a training needs at least one step and one step between checkpoints");
      }
      if (milestones.stream().anyMatch(step -> step < 1 || step >= steps)) {
        throw new IllegalArgumentException("a milestone is not before the last step");
      }
      if (!milestones.isEmpty() && emaDecay != 0) {
        throw new IllegalArgumentException(
            "an average of the weights is in place at the end alone");
      }
    }

    /** Without a goal. */
    public Plan(
        int steps,
        Adam.Config optimizer,
        Schedule schedule,
        double emaDecay,
        int checkpointEvery,
        Set<Integer> milestones) {
      this(steps, optimizer, schedule, emaDecay, checkpointEvery, milestones, null);
    }

    /** Without milestones. */
    public Plan(
        int steps, Adam.Config optimizer, Schedule schedule, double emaDecay, int checkpointEvery) {
      this(steps, optimizer, schedule, emaDecay, checkpointEvery, Set.of());
    }

    /** The same, over as soon as a step's {@code loss} is at most {@code value}. */
    public Plan until(String loss, double value) {
      return new Plan(
          steps, optimizer, schedule, emaDecay, checkpointEvery, milestones, new Goal(loss, value));
    }
  }

  /**
   * When a training has reached what it is for.
   *
   * @param loss by the name that it has in {@link Losses#parts}
   */
  public record Goal(String loss, double value) {}

  /** Learning rates that differ from tensor to tensor and from step to step. */
  @FunctionalInterface
  public interface Rates {
    /**
     * The factor of the learning rate.
     *
     * @param step counted from 0
     */
    double factor(String tensor, int step);
  }

  /** What is minimised. */
  @FunctionalInterface
  public interface Objective {
    /**
     * The losses of {@code step}, counted from 0, evaluated while gradients are recorded; arrays
     * belong to {@code scope}, which is closed after the step.
     */
    Losses evaluate(int step, NDManager scope);
  }

  /**
   * The scalar to minimise and the scalars to log.
   *
   * @param gathered whether the weights have their gradients already: an objective may compute them
   *     piece by piece, which takes less memory
   */
  public record Losses(NDArray total, Map<String, NDArray> parts, boolean gathered) {
    /** Losses whose gradients are still to be computed, from {@code total}. */
    public static Losses of(NDArray total, Map<String, NDArray> parts) {
      return new Losses(total, parts, false);
    }

    /** Losses whose gradients the weights have already. */
    public static Losses gathered(NDArray total, Map<String, NDArray> parts) {
      return new Losses(total, parts, true);
    }
  }

  /** Is told of progress; may throw to stop the training. */
  public interface Observer {
    /**
     * After {@code step} of {@code steps}, counted from 1: every step once and in order, but on a
     * GPU not before a block of steps is through or a checkpoint is due.
     */
    default void step(int step, int steps, Map<String, Float> losses) {}

    /** A checkpoint of {@code step} was written. */
    default void checkpoint(int step, Path file) {}

    /**
     * The weights are those of the milestone {@code step}. A training that goes on from a
     * checkpoint of that step or of a later one does not tell of it again.
     */
    default void milestone(int step) {}

    /** Whether the training should write a checkpoint now, out of turn, because it must stop. */
    default boolean leaving() {
      return false;
    }
  }

  private final Plan plan;
  private final StateDict weights;
  private final Adam adam;
  private final @Nullable Ema ema;
  private final NDManager manager;
  private final StepNumbers numbers;
  private final @Nullable Rates rates;
  private final Map<String, float[]> curves = new LinkedHashMap<>();

  /**
   * @param weights the tensors to train
   * @param multiplier factor of the learning rate by tensor name
   * @param manager owner of the optimiser's state
   */
  public Training(
      Plan plan, StateDict weights, ToDoubleFunction<String> multiplier, NDManager manager) {
    this(plan, weights, multiplier, manager, StepNumbers.blockFor(manager));
  }

  /**
   * @param rates in place of the plan's schedule
   */
  public Training(Plan plan, StateDict weights, Rates rates, NDManager manager) {
    this(plan, weights, name -> 1, rates, manager, StepNumbers.blockFor(manager));
  }

  /**
   * @param block steps after which their losses are read
   */
  Training(
      Plan plan,
      StateDict weights,
      ToDoubleFunction<String> multiplier,
      NDManager manager,
      int block) {
    this(plan, weights, multiplier, null, manager, block);
  }

  private Training(
      Plan plan,
      StateDict weights,
      ToDoubleFunction<String> multiplier,
      @Nullable Rates rates,
      NDManager manager,
      int block) {
    this.plan = plan;
    this.rates = rates;
    this.weights = weights;
    this.manager = manager;
    weights.requireGradient(true);
    this.adam = new Adam(weights, plan.optimizer(), multiplier, manager);
    this.ema = plan.emaDecay() == 0 ? null : new Ema(weights, plan.emaDecay(), manager);
    this.numbers = new StepNumbers(block, manager);
  }

  /**
   * Trains to the end or the plan's goal, from the newest checkpoint in {@code folder} if there is
   * one. Afterwards the weights (or their average, if the plan asks for one) are in place and no
   * longer collect gradients.
   *
   * @return each loss by step, of those steps that were made
   * @throws NonFiniteException with the first step that has a loss or gradient which is NaN or
   *     infinite, before any checkpoint of it or of a later step, or when a checkpoint would have
   *     such a number
   */
  public Map<String, float[]> run(Objective objective, Path folder, Observer observer) {
    newestCheckpoint(folder).ifPresent(this::restore);
    while (!over()) {
      step(objective, adam.steps());
      int done = adam.steps();
      boolean milestone = plan.milestones().contains(done);
      if (plan.goal() != null) {
        tell(observer); // the next step depends on this one's losses
      }
      boolean due = done % plan.checkpointEvery() == 0 || over();
      if (due || milestone || numbers.full()) {
        tell(observer);
      }
      if (milestone) {
        observer.milestone(done); // before the checkpoint, behind which it is not told of again
      }
      if (due || observer.leaving()) {
        tell(observer);
        observer.checkpoint(done, save(folder, done));
      }
    }
    weights.requireGradient(false);
    if (ema != null) {
      Map<String, NDArray> averages = ema.weights();
      weights
          .tensors()
          .forEach(
              (name, tensor) -> Autograd.overwrite(tensor, averages.getOrDefault(name, tensor)));
    }
    curves.replaceAll((name, values) -> Arrays.copyOf(values, adam.steps()));
    return curves;
  }

  /** Whether all steps are made, or the newest has reached the goal. */
  private boolean over() {
    int done = adam.steps();
    Goal goal = plan.goal();
    if (goal == null || done == 0) {
      return done == plan.steps();
    }
    float[] curve = curves.get(goal.loss());
    return done == plan.steps() || (curve != null && curve[done - 1] <= goal.value());
  }

  private void step(Objective objective, int step) {
    try (NDManager scope = manager.newSubManager()) {
      Losses losses;
      try (GradMode recording = GradMode.on()) {
        losses = objective.evaluate(step, scope);
        if (!losses.gathered()) {
          Autograd.backward(losses.total());
        }
      }
      NDArray norm = update(step, scope);
      if (ema != null) {
        ema.update(adam.steps());
      }
      numbers.keep(step, losses, norm);
    }
  }

  private NDArray update(int step, NDManager scope) {
    Rates own = rates;
    return own == null
        ? adam.step(plan.schedule().factor(step, plan.steps()), scope)
        : adam.step(name -> own.factor(name, step), scope);
  }

  /** Tells of the steps whose losses are not known yet, up to the first that is refused. */
  private void tell(Observer observer) {
    for (StepNumbers.Read read : numbers.read()) {
      int step = read.step();
      read.losses().forEach((name, value) -> finite("loss " + name, value, step));
      finite("norm of the gradient", read.norm(), step);
      read.losses()
          .forEach(
              (name, value) ->
                  curves.computeIfAbsent(name, key -> new float[plan.steps()])[step] = value);
      observer.step(step + 1, plan.steps(), read.losses());
    }
  }

  private void finite(String what, float value, int step) {
    Finite.require(value, what + " in step " + (step + 1) + " of " + plan.steps());
  }

  /** The checkpoint with the highest step in {@code folder}. */
  public static Optional<Path> newestCheckpoint(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      return checkpoints(folder).stream().max(Comparator.comparingLong(Training::stepOf));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> checkpoints(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> stepOf(file) >= 0).toList();
    }
  }

  private static long stepOf(Path file) {
    return CheckpointName.step(file.getFileName().toString()).orElse(-1);
  }

  private Path save(Path folder, int step) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>(weights.tensors());
      tensors.putAll(adam.state());
      if (ema != null) {
        tensors.putAll(ema.state());
      }
      curves.forEach((name, values) -> tensors.put("curve." + name, scope.create(values)));
      Path file = folder.resolve(CheckpointName.of(step));
      SafetensorsWriter.write(
          file, tensors, Map.of("step", Integer.toString(step)), Precision.FLOAT32);
      removeOlder(folder, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeOlder(Path folder, Path newest) throws IOException {
    for (Path file : checkpoints(folder)) {
      if (stepOf(file) < stepOf(newest)) {
        Files.delete(file);
      }
    }
  }

  private void restore(Path file) {
    Safetensors saved = Safetensors.open(file);
    int step = Integer.parseInt(saved.metadata().getOrDefault("step", "0"));
    try (NDManager scope = manager.newSubManager()) {
      weights.requireGradient(false);
      weights
          .tensors()
          .forEach((name, tensor) -> Autograd.overwrite(tensor, saved.read(name, scope)));
      weights.requireGradient(true);
      adam.restore(saved, step, scope);
      if (ema != null) {
        ema.restore(saved, scope);
      }
      for (String name : saved.names()) {
        if (name.startsWith("curve.")) {
          float[] curve = saved.read(name, scope).toFloatArray();
          curves.put(name.substring("curve.".length()), Arrays.copyOf(curve, plan.steps()));
        }
      }
    }
  }
}
