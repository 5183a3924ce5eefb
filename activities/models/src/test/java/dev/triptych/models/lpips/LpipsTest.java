package dev.triptych.models.lpips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class LpipsTest {
  private static final Lpips.Config CONFIG =
      new Lpips.Config(List.of(4, 6, 8), List.of(2, 1, 2), 1e-10);

  private static Lpips lpips(NDManager manager) {
    return Weights.random(1, manager, weights -> new Lpips(weights, CONFIG)).network();
  }

  private static NDArray images(NDManager manager, int stream) {
    return manager.create(new CounterNoise(6).gaussian(stream, 2 * 192), new Shape(2, 3, 8, 8));
  }

  @Test
  void isZeroForEqualImagesAndPositiveForOthers() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      Lpips lpips = lpips(manager);
      NDArray a = images(manager, 0);
      NDArray b = images(manager, 1);
      assertThat(lpips.distance(a, a).toFloatArray()).containsExactly(0, 0);
      float[] distances = lpips.distance(a, b).toFloatArray();
      assertThat(distances[0]).isPositive();
      assertThat(lpips.distance(b, a).toFloatArray()).containsExactly(distances, within(1e-6f));
    }
  }

  @Test
  void hasAFiniteGradientWhereAnImageHasNoFeatures() {
    try (NDManager manager = Torch.newManager()) {
      Weights.Generator dead = // every activation of the trunk is zero
          (name, shape, init) ->
              (name.endsWith("bias") ? new Init.Constant(-100) : init)
                  .values(new CounterNoise(1).at(name), (int) shape.size());
      Lpips lpips =
          Weights.generate(dead, manager, weights -> new Lpips(weights, CONFIG)).network();
      Lpips alive = lpips(manager);
      NDArray a = images(manager, 0);
      a.setRequiresGradient(true);
      Lpips.Features target = alive.features(images(manager, 1));
      Autograd.backward(() -> lpips.distance(lpips.features(a), target).sum());
      assertThat(Autograd.gradient(a, manager).toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void computesItsOwnGradientAsAutogradDoes() {
    try (NDManager manager = Torch.newManager()) {
      Lpips lpips = lpips(manager);
      NDArray a = images(manager, 0);
      NDArray weights = manager.create(new float[] {1, -3}); // each image's own share
      Lpips.Features target = lpips.features(images(manager, 1));
      a.setRequiresGradient(true);
      Autograd.backward(() -> lpips.distance(lpips.features(a), target).mul(weights).sum());
      NDArray expected = Autograd.gradient(a, manager).duplicate();
      float[] distances = lpips.distance(lpips.features(a), target).toFloatArray();
      Autograd.clear(List.of(a));
      NDArray own =
          Autograd.backward(() -> lpips.distance(a, target).mul(weights).sum()); // its value too
      assertThat(own.getFloat()).isCloseTo(distances[0] - 3 * distances[1], within(1e-5f));
      float scale = expected.abs().max().getFloat();
      assertThat(Autograd.gradient(a, manager).toFloatArray())
          .containsExactly(expected.toFloatArray(), within(1e-5f * scale));
    }
  }

  @Test
  void computesItsOwnGradientOfWhatIsComputedToo() {
    try (NDManager manager = Torch.newManager()) {
      Lpips lpips = lpips(manager);
      Lpips.Features target = lpips.features(images(manager, 1));
      NDArray a = images(manager, 0);
      a.setRequiresGradient(true);
      Autograd.backward(() -> lpips.distance(a, target).sum());
      float[] own = Autograd.gradient(a, manager).toFloatArray();
      Autograd.clear(List.of(a));
      Autograd.backward(() -> lpips.distance(a.mul(1), target).sum());
      assertThat(Autograd.gradient(a, manager).toFloatArray()).containsExactly(own);
    }
  }

  @Test
  void comparesFeaturesThatWereKept() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      Lpips lpips = lpips(manager);
      NDArray a = images(manager, 0);
      NDArray b = images(manager, 1);
      Lpips.Features kept = lpips.features(b);
      float[] whole = lpips.distance(a, b).toFloatArray();
      NDArray second = lpips.distance(lpips.features(a.get("1:2")), kept.slice(1, 2));
      assertThat(second.getFloat()).isCloseTo(whole[1], within(1e-6f));
      NDArray terms = lpips.terms(lpips.features(a), kept);
      assertThat(terms.getShape()).isEqualTo(new Shape(2, 3));
      assertThat(terms.sum(new int[] {1}).toFloatArray()).containsExactly(whole, within(1e-6f));
    }
  }

  @Test
  void namesTheTrunkAsTorchvisionDoes() {
    try (NDManager manager = Torch.newManager()) {
      Model<Lpips> vgg =
          Weights.generate(
              (name, shape, init) -> new float[(int) shape.size()],
              manager,
              weights ->
                  new Lpips(
                      weights,
                      new Lpips.Config(List.of(1, 1, 1, 1, 1), List.of(2, 2, 3, 3, 3), 0)));
      assertThat(vgg.state().names().stream().filter(name -> name.endsWith("weight")))
          .containsExactly(
              "features.0.weight",
              "features.2.weight",
              "features.5.weight",
              "features.7.weight",
              "features.10.weight",
              "features.12.weight",
              "features.14.weight",
              "features.17.weight",
              "features.19.weight",
              "features.21.weight",
              "features.24.weight",
              "features.26.weight",
              "features.28.weight",
              "lin0.model.1.weight",
              "lin1.model.1.weight",
              "lin2.model.1.weight",
              "lin3.model.1.weight",
              "lin4.model.1.weight");
    }
  }

  @Test
  void leavesOnlyItsResultBehind() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      Lpips lpips = lpips(manager);
      try (NDManager scope = manager.newSubManager()) {
        NDArray a = images(scope, 0);
        NDArray b = images(scope, 1);
        int all = manager.getManagedArrays().size();
        lpips.distance(a, b);
        assertThat(scope.getManagedArrays().size()).isEqualTo(3);
        assertThat(manager.getManagedArrays().size()).isEqualTo(all + 1);
      }
    }
  }

  @Test
  void saysWhatItTakesWhenImagesDoNotFit() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      Lpips lpips = lpips(manager);
      assertThatThrownBy(() -> lpips.features(manager.zeros(new Shape(2, 1, 8, 8))))
          .hasMessage("features: takes [n, 3, h, w] float32, but is given [2, 1, 8, 8] float32");
      assertThatThrownBy(() -> lpips.trunk(manager.zeros(new Shape(3, 8, 8))))
          .hasMessageEndingWith("but is given [3, 8, 8] float32");
    }
  }
}
