package dev.triptych.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.nio.file.Path;
import java.util.Map;
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
      return new Training.Losses(error, Map.of("error", error));
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

  @Test
  void leavesOnlyTheNewestCheckpoint(@TempDir Path folder) {
    train(folder, new Training.Observer() {});
    assertThat(folder.toFile().list()).containsExactly("step-000040.safetensors");
  }

  private record Result(float[] weights, Map<String, float[]> curves) {}

  private static Result train(Path folder, Training.Observer observer) {
    try (NDManager manager = Torch.newManager()) {
      Model<Regression> model =
          Weights.random(3, manager, weights -> new Regression(weights.get("weight", 4, 1)));
      Training training = new Training(PLAN, model.state(), name -> 1, manager);
      Map<String, float[]> curves = training.run(model.network()::loss, folder, observer);
      return new Result(model.network().weight().toFloatArray(), curves);
    }
  }
}
