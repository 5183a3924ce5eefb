package dev.triptych.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final Training.Plan PLAN =
      new Training.Plan(
          40, Adam.Config.of(0.05, 0.9, 0.99).withClipNorm(1), new Schedule(5, 0.5, 0.1), 0.9, 10);

  private record Regression(NDArray weight) {
    Training.Losses loss(int step, NDManager scope) {
      NDArray x = scope.create(new CounterNoise(7).gaussian(step, 8 * 4), new Shape(8, 4));
      NDArray target = x.sum(new int[] {1}, true);
      NDArray error = x.matMul(weight).sub(target).square().mean();
      return Training.Losses.of(error, Map.of("error", error));
    }
  }

  @Test
  void fallsTowardsTheMinimum(@TempDir Path folder) {
    Map<String, float[]> curves = train(folder, new Training.Observer() {}).curves();
    assertThat(curves.get("error")[39]).isLessThan(curves.get("error")[0] / 4);
  }

  @Test
  void continuesFromACheckpointToTheSameBits(@TempDir Path whole, @TempDir Path broken) {
    float[] expected = train(whole, new Training.Observer() {}).weights();
    Training.Observer stopping =
        new Training.Observer() {
          @Override
          public void step(int step, int steps, Map<String, Float> losses) {
            if (step == 27) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThatThrownBy(() -> train(broken, stopping)).hasMessage("killed");
    Result resumed = train(broken, new Training.Observer() {});
    assertThat(resumed.weights()).isEqualTo(expected);
    assertThat(resumed.curves().get("error")).hasSize(40).doesNotContain(0f);
  }

  /**
   * A block ends with a checkpoint, so that 16 is read as 10 steps here, and 3 as 3, 3, 3 and 1.
   */
  @Test
  void tellsTheSameHoweverManyStepsAreReadAtOnce(@TempDir Path folder) {
    Journal single = new Journal(0);
    float[] expected = train(folder.resolve("1"), single, 1).weights();
    assertThat(single.lines).hasSize(40 + 4);
    for (int block : new int[] {3, 16}) {
      Journal journal = new Journal(0);
      Result result = train(folder.resolve("block" + block), journal, block);
      assertThat(journal.lines).isEqualTo(single.lines);
      assertThat(result.weights()).isEqualTo(expected);

      // Killed when the checkpoint of step 20 is there, and once more in the midst of a block.
      Journal whole = new Journal(0);
      for (int killedAfter : new int[] {20, 8}) {
        Journal part = new Journal(killedAfter);
        assertThatThrownBy(() -> train(folder.resolve("broken" + block), part, block))
            .hasMessage("killed");
        whole.lines.addAll(part.flushed());
      }
      Journal last = new Journal(0);
      Result resumed = train(folder.resolve("broken" + block), last, block);
      whole.lines.addAll(last.lines);
      assertThat(whole.lines).isEqualTo(single.lines);
      assertThat(resumed.weights()).isEqualTo(expected);
      assertThat(resumed.curves().get("error")).containsExactly(result.curves().get("error"));
    }
  }

  /** What a tracker would be told, in its order. */
  private static final class Journal implements Training.Observer {
    private final int killedAfter; // lines
    final List<String> lines = new ArrayList<>();

    /**
     * @param killedAfter steps; 0 for never
     */
    Journal(int killedAfter) {
      this.killedAfter = killedAfter;
    }

    @Override
    public void step(int step, int steps, Map<String, Float> losses) {
      lines.add(step + " of " + steps + ": " + losses);
      if (killedAfter > 0 && lines.size() > killedAfter + killedAfter / 10) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void checkpoint(int step, Path file) {
      lines.add("checkpoint " + step);
    }

    /** Up to the last checkpoint: what follows is told again. */
    List<String> flushed() {
      int end = lines.size();
      while (end > 0 && !lines.get(end - 1).startsWith("checkpoint")) {
        end--;
      }
      return lines.subList(0, end);
    }
  }

  @Test
  void stopsAtTheFirstLossThatIsNoNumber(@TempDir Path folder) {
    failsInStep25("loss total", folder, (error, scope) -> losses(error.mul(Float.NaN), error));
    failsInStep25("loss error", folder, (error, scope) -> losses(error, error.div(0)));
  }

  @Test
  void stopsAtTheFirstGradientThatIsNoNumber(@TempDir Path folder) {
    // √x has an infinite slope at 0, and 0 · ∞ is no number: the loss itself stays finite.
    failsInStep25(
        "norm of the gradient",
        folder,
        (error, scope) -> losses(error.add(error.mul(0).sqrt()), error));
  }

  private static Training.Losses losses(NDArray total, NDArray error) {
    return Training.Losses.of(total, Map.of("error", error));
  }

  /** Trains with other losses in the 25th step, between the checkpoints of steps 20 and 30. */
  private static void failsInStep25(
      String what, Path folder, BiFunction<NDArray, NDManager, Training.Losses> broken) {
    for (int block : new int[] {1, 16}) {
      failsInStep25(what, folder.resolve(what + block), broken, block);
    }
  }

  private static void failsInStep25(
      String what,
      Path checkpoints,
      BiFunction<NDArray, NDManager, Training.Losses> broken,
      int block) {
    List<Map<String, Float>> told = new ArrayList<>();
    Training.Observer observer =
        new Training.Observer() {
          @Override
          public void step(int step, int steps, Map<String, Float> losses) {
            told.add(losses);
          }
        };
    try (NDManager manager = Torch.newManager()) {
      Model<Regression> model =
          Weights.random(3, manager, weights -> new Regression(weights.get("weight", 4, 1)));
      Training training = new Training(PLAN, model.state(), name -> 1, manager, block);
      assertThatThrownBy(
              () ->
                  training.run(
                      (step, scope) -> {
                        Training.Losses losses = model.network().loss(step, scope);
                        return step == 24 ? broken.apply(losses.total(), scope) : losses;
                      },
                      checkpoints,
                      observer))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining(what + " in step 25 of 40 is");
      assertThat(told).hasSize(24);
      assertThat(Training.newestCheckpoint(checkpoints)).get().asString().contains("step-000020");
    }
  }

  @Test
  void keepsNoCheckpointWithANumberThatIsNone(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Model<Regression> model =
          Weights.random(3, manager, weights -> new Regression(weights.get("weight", 4, 1)));
      Training training = new Training(PLAN, model.state(), name -> 1, manager);
      Training.Observer breaking =
          new Training.Observer() {
            @Override
            public void step(int step, int steps, Map<String, Float> losses) {
              if (step == 30) {
                Autograd.overwrite(
                    model.network().weight(),
                    manager.create(new float[] {1, 2, Float.NaN, 4}, new Shape(4, 1)));
              }
            }
          };
      assertThatThrownBy(() -> training.run(model.network()::loss, folder, breaking))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("tensor weight");
    }
    assertThat(Training.newestCheckpoint(folder)).get().asString().contains("step-000020");
  }

  /** The checkpoints are those of steps 10 and 20. */
  @Test
  void passesMilestonesWithTheWeightsOfShorterTrainings(@TempDir Path folder) {
    Map<Integer, float[]> expected = new TreeMap<>();
    for (int steps : new int[] {3, 10, 14}) {
      expected.put(steps, train(folder.resolve("of" + steps), plan(steps), new Milestones(0)));
    }
    Path broken = folder.resolve("broken");
    Milestones before = new Milestones(12);
    assertThatThrownBy(() -> train(broken, plan(20, 3, 10, 14), before)).hasMessage("killed");
    Milestones after = new Milestones(0);
    train(broken, plan(20, 3, 10, 14), after);

    assertThat(before.weights.keySet()).containsExactly(3, 10);
    assertThat(after.weights.keySet()).containsExactly(14);
    Map<Integer, float[]> all = new TreeMap<>(before.weights);
    all.putAll(after.weights);
    all.forEach((step, weights) -> assertThat(weights).isEqualTo(expected.get(step)));
  }

  private static Training.Plan plan(int steps, Integer... milestones) {
    Adam.Config adam = Adam.Config.of(0.05, 0.9, 0.99).withClipNorm(1);
    return new Training.Plan(steps, adam, new Schedule(5, 0, 0.1), 0, 10, Set.of(milestones));
  }

  private static final class Milestones implements Training.Observer {
    final Map<Integer, float[]> weights = new TreeMap<>();
    private final int killedAfter;
    private @Nullable NDArray weight;

    /**
     * @param killedAfter steps; 0 for never
     */
    Milestones(int killedAfter) {
      this.killedAfter = killedAfter;
    }

    @Override
    public void step(int step, int steps, Map<String, Float> losses) {
      if (step == killedAfter) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void milestone(int step) {
      weights.put(step, Objects.requireNonNull(weight).toFloatArray());
    }
  }

  private static float[] train(Path folder, Training.Plan plan, Milestones milestones) {
    try (NDManager manager = Torch.newManager()) {
      Model<Regression> model =
          Weights.random(3, manager, weights -> new Regression(weights.get("weight", 4, 1)));
      milestones.weight = model.network().weight();
      new Training(plan, model.state(), name -> 1, manager)
          .run(model.network()::loss, folder, milestones);
      return model.network().weight().toFloatArray();
    }
  }

  @Test
  void endsAtItsGoalAndGoesNoFurtherWhenItIsAskedAgain(@TempDir Path folder) {
    float[] whole =
        train(folder.resolve("whole"), new Training.Observer() {}).curves().get("error");
    int first = 0;
    while (whole[first] > .5) {
      first++;
    }
    assertThat(first).isBetween(3, 36);
    for (int attempt = 0; attempt < 2; attempt++) { // the second begins where the first ended
      try (NDManager manager = Torch.newManager()) {
        Model<Regression> model =
            Weights.random(3, manager, weights -> new Regression(weights.get("weight", 4, 1)));
        Map<String, float[]> curves =
            new Training(PLAN.until("error", .5), model.state(), name -> 1, manager, 16)
                .run(model.network()::loss, folder, new Training.Observer() {});
        assertThat(curves.get("error")).isEqualTo(Arrays.copyOf(whole, first + 1));
        assertThat(Training.newestCheckpoint(folder))
            .hasValue(folder.resolve(CheckpointName.of(first + 1)));
      }
    }
  }

  @Test
  void learnsAtTheRateOfEachTensorInEachStep(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      NDArray a = manager.zeros(new Shape(1));
      NDArray b = manager.zeros(new Shape(1));
      Training.Plan plan =
          new Training.Plan(
              2, Adam.Config.of(0.5, 0, 0), Schedule.CONSTANT, 0, 2); // steps of a rate
      Training.Rates rates = (name, step) -> name.equals("a") ? 1 : step;
      new Training(plan, new StateDict(Map.of("a", a, "b", b)), rates, manager)
          .run(
              (step, scope) -> {
                NDArray sum = scope.ones(new Shape(1)).mul(a).add(b).sum();
                return Training.Losses.of(sum, Map.of());
              },
              folder,
              new Training.Observer() {});
      assertThat(a.getFloat()).isCloseTo(-1, within(1e-5f));
      assertThat(b.getFloat()).as("its first step has the factor 0").isCloseTo(-.5f, within(1e-5f));
    }
  }

  @Test
  void leavesOnlyTheNewestCheckpoint(@TempDir Path folder) {
    train(folder, new Training.Observer() {});
    assertThat(folder.toFile().list()).containsExactly("step-000040.safetensors");
  }

  private record Result(float[] weights, Map<String, float[]> curves) {}

  private static Result train(Path folder, Training.Observer observer) {
    return train(folder, observer, 1);
  }

  private static Result train(Path folder, Training.Observer observer, int block) {
    try (NDManager manager = Torch.newManager()) {
      Model<Regression> model =
          Weights.random(3, manager, weights -> new Regression(weights.get("weight", 4, 1)));
      Training training = new Training(PLAN, model.state(), name -> 1, manager, block);
      Map<String, float[]> curves = training.run(model.network()::loss, folder, observer);
      return new Result(model.network().weight().toFloatArray(), curves);
    }
  }
}
