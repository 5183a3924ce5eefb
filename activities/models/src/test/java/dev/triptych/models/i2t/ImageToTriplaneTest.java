package dev.triptych.models.i2t;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageToTriplaneTest {
  private static final ImageToTriplane.Config SMALL =
      new ImageToTriplane.Config(
          64, List.of(16, 48, 64, 96), 64, true, 32, List.of(128, 128, 96, 64), 48, 8, true);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void turnsPortraitsIntoPlanesAndEveryWeightLearns(boolean spatial) {
    try (NDManager manager = Torch.newManager()) {
      Model<ImageToTriplane> model = build(manager, SMALL.withSpatial(spatial));
      model.state().requireGradient(true);
      NDArray portraits = portraits(manager, 2);
      Autograd.backward(
          () -> {
            NDArray planes = model.network().planes(portraits);
            assertThat(planes.getShape()).isEqualTo(new Shape(2, 48, 32, 32));
            return planes.abs().mean();
          });
      model
          .state()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(Autograd.gradient(tensor, manager).abs().sum().getFloat())
                      .as(name)
                      .isPositive());
    }
  }

  @Test
  void startsNearTheScaleItIsAskedFor() {
    try (NDManager manager = Torch.newManager()) {
      NDArray planes = build(manager, SMALL).network().planes(portraits(manager, 2));
      double meanSquare = planes.square().mean().getFloat();
      assertThat(Math.sqrt(meanSquare)).isBetween(4.0, 24.0);
    }
  }

  @Test
  void keepsTheSpatialLayoutOfTheStyleMapOnlyWhenAsked() {
    try (NDManager manager = Torch.newManager()) {
      NDArray portraits = portraits(manager, 1);
      assertThat(build(manager, SMALL).network().encode(portraits).getShape())
          .isEqualTo(new Shape(1, 64, 8, 8));
      assertThat(build(manager, SMALL.withSpatial(false)).network().encode(portraits).getShape())
          .isEqualTo(new Shape(1, 64, 1, 1));
    }
  }

  @Test
  void hasTheSizeOfThePaperSetting() {
    try (NDManager manager = Torch.newManager()) {
      Model<ImageToTriplane> model =
          Weights.generate(
              (name, shape, init) -> new float[(int) shape.size()],
              manager,
              weights -> new ImageToTriplane(weights, ImageToTriplane.Config.ffhq512()));
      assertThat(model.state().size()).isBetween(50_000_000L, 53_000_000L);
    }
  }

  private static Model<ImageToTriplane> build(NDManager manager, ImageToTriplane.Config config) {
    return Weights.random(5, manager, weights -> new ImageToTriplane(weights, config));
  }

  private static NDArray portraits(NDManager manager, int count) {
    return manager
        .create(new CounterNoise(1).gaussian(0, count * 3 * 64 * 64), new Shape(count, 3, 64, 64))
        .tanh();
  }

  @Test
  void saysWhichPartTakesWhatWhenAnInputDoesNotFit() {
    try (NDManager manager = Torch.newManager()) {
      ImageToTriplane network = TinyWorld.imageToTriplane(manager).network();
      assertThatThrownBy(() -> network.planes(manager.zeros(new Shape(1, 3, 8, 8))))
          .hasMessage("encoder: takes [n, 3, 16, 16] float32, but is given [1, 3, 8, 8] float32");
      assertThatThrownBy(() -> network.synthesise(manager.zeros(new Shape(1, 4, 8, 8))))
          .hasMessage(
              "synthesis: takes style [n, 8, k, k] float32, but is given [1, 4, 8, 8] float32");
      ImageToTriplane pooled =
          build(manager, TinyWorld.IMAGE_TO_TRIPLANE.withSpatial(false)).network();
      assertThatThrownBy(() -> pooled.synthesise(manager.zeros(new Shape(1, 8, 2, 2))))
          .hasMessageStartingWith("synthesis: takes style [n, 8, 1, 1] float32");
    }
  }
}
