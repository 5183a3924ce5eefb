package dev.triptych.models.i2t;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainingTest {
  @ParameterizedTest
  @CsvSource({"TOGETHER, 0", "TOGETHER, 12", "IN_TURN, 0", "IN_TURN, 12"})
  void learnsToCopyTheGanFromKeptAndFromFreshSamples(
      Learning learning, int samples, @TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      TinyWorld world = new TinyWorld(manager);
      Model<ImageToTriplane> student = TinyWorld.imageToTriplane(manager);
      Pretraining pretraining =
          new Pretraining(new Pretraining.Data(4, samples, 1), world.generator, 1, 6, learning);
      double before = pretraining.heldOutFigures(student.network(), manager).get("i2t_plane_l1");
      Map<String, float[]> losses =
          pretraining.run(
              student.network(),
              student.state(),
              new Training.Plan(120, Adam.Config.of(.01, .9, .99), Schedule.CONSTANT, 0, 100),
              folder,
              new Training.Observer() {},
              manager);
      assertThat(losses).containsOnlyKeys("total", "l1");
      assertThat(pretraining.heldOutFigures(student.network(), manager).get("i2t_plane_l1"))
          .isLessThan(.8 * before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12})
  void samplesInTurnGiveTheLossesOfTheBatch(int samples, @TempDir Path a, @TempDir Path b) {
    assertThat(losses(Learning.IN_TURN, samples, a))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(losses(Learning.TOGETHER, samples, b));
  }

  /** Of a few steps, each after an update of the weights by the gradients of those before. */
  private static float[] losses(Learning learning, int samples, Path folder) {
    try (NDManager manager = Torch.newManager()) {
      TinyWorld world = new TinyWorld(manager);
      Model<ImageToTriplane> student = TinyWorld.imageToTriplane(manager);
      return new Pretraining(new Pretraining.Data(4, samples, 1), world.generator, 1, 6, learning)
          .run(
              student.network(),
              student.state(),
              new Training.Plan(4, Adam.Config.of(.01, .9, .99), Schedule.CONSTANT, 0, 100),
              folder,
              new Training.Observer() {},
              manager)
          .get("total");
    }
  }
}
