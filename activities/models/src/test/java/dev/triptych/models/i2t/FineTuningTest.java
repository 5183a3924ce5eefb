package dev.triptych.models.i2t;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {
  private static final FineTuning.Objective OBJECTIVE =
      new FineTuning.Objective(3, 10, 1, .2, new DensityRegularisation(50, .03, true));

  @Test
  void getsCloserToTheViews(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Model<ImageToTriplane> model = TinyWorld.imageToTriplane(manager);
      Map<String, float[]> losses =
          train(model.network(), model.state(), 150, folder, new Training.Observer() {}, manager);
      assertThat(mean(losses, "l1", 130, 150)).isLessThan(.7 * mean(losses, "l1", 0, 20));
      assertThat(losses).containsOnlyKeys("total", "l1", "lpips", "dr");
    }
  }

  @Test
  void keepsMemoryFlatOverAThousandSteps(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Model<ImageToTriplane> model = TinyWorld.imageToTriplane(manager);
      Map<Integer, Integer> arrays = new HashMap<>();
      Training.Observer counting =
          new Training.Observer() {
            @Override
            public void step(int step, int steps, Map<String, Float> losses) {
              if (step == 10 || step == 1000) {
                arrays.put(step, arrays(manager));
              }
            }
          };
      train(model.network(), model.state(), 1000, folder, counting, manager);
      assertThat(arrays.get(1000)).isEqualTo(arrays.get(10));
    }
  }

  @Test
  void trainsTheModulationLayersOfAFrozenBackbone(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      TinyWorld world = new TinyWorld(manager);
      ImageToTriplane encoder = TinyWorld.imageToTriplane(manager).network();
      NDArray front = Camera.labels(List.of(TinyWorld.EG3D.cameras().frontal()), manager);
      NDArray ws = world.generator.ws(manager.ones(new Shape(1, 8)), front, 1);
      Model<ModulatedBackbone> model =
          Weights.random(
              9,
              manager,
              weights ->
                  new ModulatedBackbone(
                      weights, TinyWorld.IMAGE_TO_TRIPLANE, world.generator, encoder, ws));
      NDArray portrait = TinyWorld.portrait().toArray(manager);
      assertThat(model.network().planes(portrait))
          .as("begins as the GAN's own triplane")
          .isEqualTo(world.generator.planes(ws));
      train(model.network(), model.state(), 5, folder, new Training.Observer() {}, manager);
      assertThat(model.network().planes(portrait)).isNotEqualTo(world.generator.planes(ws));
    }
  }

  private static Map<String, float[]> train(
      TriplaneGenerator network,
      StateDict weights,
      int steps,
      Path folder,
      Training.Observer observer,
      NDManager manager) {
    TinyWorld world = new TinyWorld(manager);
    Training.Plan plan =
        new Training.Plan(steps, Adam.Config.of(.01, 0, .99), Schedule.CONSTANT, 0, 400);
    return new FineTuning(OBJECTIVE, world.generator, world.lpips, 4)
        .run(
            network,
            weights,
            TinyWorld.views(4),
            TinyWorld.portrait(),
            world.generator.averageStyle(manager),
            plan,
            folder,
            observer,
            manager);
  }

  private static double mean(Map<String, float[]> losses, String name, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += losses.get(name)[i];
    }
    return sum / (to - from);
  }

  /** Arrays below a manager, those of its sub-managers included. */
  private static int arrays(NDManager manager) {
    return ((BaseNDManager) manager).getManagedArrays().size();
  }
}
