package dev.triptych.models.i2t;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import dev.triptych.models.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewLossesTest {
  private static final int STEP = 2;
  private static final FineTuning.Objective OBJECTIVE =
      new FineTuning.Objective(4, 10, 1, .2, new DensityRegularisation(50, .03, true));

  private record Result(Map<String, Float> losses, Map<String, float[]> gradients) {}

  @Test
  void viewsInTurnGiveTheGradientsOfTheBatch() {
    try (NDManager manager = Torch.newManager()) {
      Model<ImageToTriplane> model = TinyWorld.imageToTriplane(manager);
      assertSame(
          learn(Learning.IN_TURN, model.network(), model.state(), manager),
          learn(Learning.TOGETHER, model.network(), model.state(), manager));
    }
  }

  @Test
  void headsInTurnGiveTheGradientsOfTheBatch() {
    try (NDManager manager = Torch.newManager()) {
      TinyWorld world = new TinyWorld(manager);
      Model<ImageToTriplane> model = TinyWorld.imageToTriplane(manager);
      Examples heads = new DrawnExamples(TinyWorld.heads(3), world.generator, world.lpips);
      assertSame(
          learn(Learning.IN_TURN, heads, model.network(), model.state(), manager),
          learn(Learning.TOGETHER, heads, model.network(), model.state(), manager));
    }
  }

  @Test
  void aHeadThatIsDrawnAloneIsLearnedFromAsIfItWereTheOnlyOne() {
    try (NDManager manager = Torch.newManager()) {
      TinyWorld world = new TinyWorld(manager);
      Model<ImageToTriplane> model = TinyWorld.imageToTriplane(manager);
      Examples one = new DrawnExamples(TinyWorld.heads(1), world.generator, world.lpips);
      Result drawn = learn(Learning.TOGETHER, one, model.network(), model.state(), manager);
      Result held = learn(Learning.TOGETHER, model.network(), model.state(), manager);
      assertThat(drawn.losses()).isEqualTo(held.losses());
    }
  }

  @Test
  void viewsInTurnGiveTheGradientsOfTheBatchToTheLayersOfABackbone() {
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
      assertSame(
          learn(Learning.IN_TURN, model.network(), model.state(), manager),
          learn(Learning.TOGETHER, model.network(), model.state(), manager));
    }
  }

  @Test
  void thePicturesSizeAloneDecides() {
    assertThat(Learning.from(TinyWorld.EG3D)).isEqualTo(Learning.TOGETHER);
    assertThat(Learning.from(Eg3dConfig.ffhq512())).isEqualTo(Learning.IN_TURN);
  }

  @Test
  void featuresThatAreNotKeptAreComputedToTheSameBits() {
    try (NDManager manager = Torch.newManager()) {
      TinyWorld world = new TinyWorld(manager);
      long view = 4 * (16 * 16 + 8 * 8) * Float.BYTES; // of LPIPS' two levels with four channels
      Targets all = targets(world, 4 * view, manager);
      Targets some = targets(world, 3 * view - 1, manager);
      assertThat(all.kept()).isEqualTo(4);
      assertThat(some.kept()).isEqualTo(2);
      for (int number = 0; number < 4; number++) {
        NDArray[] kept = all.view(number).features(manager).levels();
        NDArray[] computed = some.view(number).features(manager).levels();
        for (int level = 0; level < kept.length; level++) {
          assertThat(computed[level].toFloatArray()).isEqualTo(kept[level].toFloatArray());
        }
      }
    }
  }

  private static Targets targets(TinyWorld world, long featureBytes, NDManager manager) {
    return new Targets(
        TinyWorld.portrait().toArray(manager),
        world.generator.averageStyle(manager),
        TinyWorld.views(4),
        world.lpips,
        featureBytes,
        manager);
  }

  private static Result learn(
      Learning learning, TriplaneGenerator network, StateDict weights, NDManager manager) {
    TinyWorld world = new TinyWorld(manager);
    Targets held =
        new Targets(
            TinyWorld.portrait().toArray(manager),
            world.generator.averageStyle(manager),
            TinyWorld.views(6),
            world.lpips,
            Targets.FEATURE_BYTES,
            manager);
    return learn(learning, held, network, weights, manager);
  }

  private static Result learn(
      Learning learning,
      Examples examples,
      TriplaneGenerator network,
      StateDict weights,
      NDManager manager) {
    TinyWorld world = new TinyWorld(manager);
    weights.requireGradient(true);
    try (NDManager scope = manager.newSubManager();
        GradMode recording = GradMode.on()) {
      ViewLosses losses =
          new ViewLosses(
              OBJECTIVE,
              learning,
              network,
              examples,
              world.generator,
              world.lpips,
              FineTuning.noise(4));
      Training.Losses result = losses.evaluate(STEP, scope);
      if (!result.gathered()) {
        Autograd.backward(result.total());
      }
      Map<String, Float> values = new LinkedHashMap<>();
      values.put("total", result.total().getFloat());
      result.parts().forEach((name, part) -> values.put(name, part.getFloat()));
      Map<String, float[]> gradients = new LinkedHashMap<>();
      weights
          .tensors()
          .forEach(
              (name, tensor) ->
                  gradients.put(name, Autograd.gradient(tensor, scope).toFloatArray()));
      Autograd.clear(weights.arrays());
      return new Result(values, gradients);
    }
  }

  private static void assertSame(Result actual, Result expected) {
    assertThat(actual.losses()).containsOnlyKeys("total", "l1", "lpips", "dr");
    expected
        .losses()
        .forEach(
            (name, loss) ->
                assertThat(actual.losses().get(name)).as(name).isCloseTo(loss, within(1e-5f)));
    expected
        .gradients()
        .forEach(
            (name, gradient) -> {
              float largest = 0;
              for (float g : gradient) {
                largest = Math.max(largest, Math.abs(g));
              }
              assertThat(actual.gradients().get(name))
                  .as(name)
                  .usingComparatorWithPrecision(1e-4f * largest + 1e-7f)
                  .containsExactly(gradient);
            });
    assertThat(expected.gradients().values())
        .as("something is learned")
        .anySatisfy(gradient -> assertThat(gradient).isNotEqualTo(new float[gradient.length]));
  }
}
