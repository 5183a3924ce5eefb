package dev.triptych.models.eg3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Eg3dGeneratorTest {
  private NDManager manager;
  private Model<Eg3dGenerator> model;
  private Eg3dGenerator eg3d;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
    model = Tiny.random(Tiny.CONFIG, manager);
    eg3d = model.network();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void passesGradientsFromTheImageToEveryTrainedTensor() {
    StateDict trained = model.state().only(Eg3dGenerator::isTrained);
    trained.requireGradient(true);
    Autograd.backward(() -> imageLoss(manager));
    trained
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(Autograd.gradient(tensor, manager).abs().max().getFloat())
                    .as(name)
                    .isPositive());
  }

  private NDArray imageLoss(NDManager scope) {
    NDArray ws = eg3d.ws(Tiny.gaussian(scope, "z", 2, 8), 1);
    NDArray planes = eg3d.planes(ws);
    NDArray style = Eg3dGenerator.style(ws);
    NDArray target = Tiny.gaussian(scope, "target", 2, 3, 8, 8);
    NDArray cameras = Tiny.cameras(scope, 2);
    return eg3d.render(planes, cameras, style, Sampling.even()).image().mul(target).sum();
  }

  @Test
  void foldsASingleStyleIntoWeightsWithoutChangingTheResult() {
    try (GradMode off = GradMode.off()) {
      NDArray ws = eg3d.ws(Tiny.gaussian(manager, "z", 1, 8), 1);
      NDArray twice = ws.repeat(0, 2);
      float[] planes = eg3d.planes(ws).toFloatArray();
      assertThat(eg3d.planes(twice).get(1).toFloatArray()).containsExactly(planes, within(1e-4f));
      NDArray features = Tiny.gaussian(manager, "features", 2, 4, 4, 4);
      NDArray style = Eg3dGenerator.style(ws);
      float[] folded = eg3d.superResolution().forward(features, style).toFloatArray();
      float[] batched = eg3d.superResolution().forward(features, style.repeat(0, 2)).toFloatArray();
      assertThat(batched).containsExactly(folded, within(1e-4f));
    }
  }

  @Test
  void makesEachItemOfABatchByItself() {
    try (GradMode off = GradMode.off()) {
      NDArray z = Tiny.gaussian(manager, "z", 3, 8);
      NDArray all = eg3d.planes(eg3d.ws(z, 1));
      NDArray last = eg3d.planes(eg3d.ws(z.get("2:3"), 1));
      assertThat(all.get("2:3").toFloatArray()).containsExactly(last.toFloatArray(), within(1e-4f));
    }
  }

  @Test
  void truncatesTowardsTheAverageStyle() {
    try (GradMode off = GradMode.off()) {
      NDArray average = model.state().tensors().get("backbone.mapping.w_avg");
      Tiny.gaussian(manager, "average", 8).copyTo(average);
      NDArray z = Tiny.gaussian(manager, "z", 2, 8);
      NDArray w = eg3d.mapping().forward(z, z);
      NDArray half = eg3d.ws(z, 0.5);
      assertThat(half.getShape().getShape()).containsExactly(2, 4, 8);
      assertThat(half.get(":, 3").toFloatArray())
          .containsExactly(w.add(average).mul(0.5).toFloatArray(), within(1e-6f));
      assertThat(eg3d.ws(z, 0).get("1, 0").toFloatArray()).isEqualTo(average.toFloatArray());
    }
  }

  @Test
  void resizesAFeatureImageOfAnotherSize() {
    try (GradMode off = GradMode.off()) {
      NDArray planes = eg3d.planes(eg3d.ws(Tiny.gaussian(manager, "z", 1, 8), 1));
      NDArray style = Tiny.gaussian(manager, "style", 1, 8);
      for (int size : new int[] {2, 7}) {
        Eg3dGenerator.Rendering seen =
            eg3d.render(planes, Tiny.cameras(manager, 1), style, Sampling.even(), size);
        assertThat(seen.raw().getShape().getShape()).containsExactly(1, 3, size, size);
        assertThat(seen.image().getShape().getShape()).containsExactly(1, 3, 8, 8);
      }
    }
  }

  @Test
  void leavesNoArraysBehind() {
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 8, 8);
    NDArray style = Tiny.gaussian(manager, "style", 1, 8);
    planes.setRequiresGradient(true);
    model.state().only(Eg3dGenerator::isTrained).requireGradient(true);
    step(planes, style);
    int before = manager.getManagedArrays().size();
    for (int i = 0; i < 20; i++) {
      step(planes, style);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  private void step(NDArray planes, NDArray style) {
    try (NDManager scope = manager.newSubManager()) {
      Autograd.backward(
          () -> {
            NDArray cameras = Tiny.cameras(scope, 2);
            NDArray image = eg3d.render(planes, cameras, style, Sampling.even()).image();
            NDArray points = Tiny.gaussian(scope, "points", 1, 5, 3);
            NDArray density = eg3d.sigma(planes, points);
            NDArray colour = eg3d.sigmaAndColour(planes, points).colour();
            return imageLoss(scope).add(image.sum()).add(density.sum()).add(colour.sum());
          });
    }
  }

  @Test
  void knowsBuffersFromTrainedTensors() {
    assertThat(model.state().names().stream().filter(name -> !Eg3dGenerator.isTrained(name)))
        .containsExactly("backbone.mapping.w_avg");
    assertThat(model.state().names().stream().filter(Eg3dGenerator::isRenderer))
        .allMatch(name -> !name.startsWith("backbone."))
        .hasSize(4 + 2 * 12);
  }

  @Test
  void hasThePublicCheckpointsSizes() {
    Eg3dConfig config = Eg3dConfig.ffhq512();
    assertThat(config.imageSize()).isEqualTo(512);
    assertThat(config.backbone().layers()).isEqualTo(14);
    assertThat(config.backbone().planeSize()).isEqualTo(256);
  }

  @Test
  void survivesJson() throws IOException {
    JsonMapper json = new JsonMapper();
    for (Eg3dConfig config : List.of(Eg3dConfig.ffhq512(), Tiny.CONFIG)) {
      assertThat(json.readValue(json.writeValueAsString(config), Eg3dConfig.class))
          .isEqualTo(config);
    }
  }

  @Test
  void refusesImpossibleSizes() {
    assertThatThrownBy(() -> new VolumeRenderer.Config(3, 2, 24, 0, true, 32))
        .hasMessage("ray from 3.0 to 2.0");
    assertThatThrownBy(() -> new Backbone.Config(List.of(), 16, true))
        .hasMessageContaining("positive widths");
    assertThatThrownBy(() -> new Mapping.Config(0, 96, 1)).hasMessageContaining("positive layers");
  }

  @Test
  void saysWhichPartTakesWhatWhenAnInputDoesNotFit() {
    NDArray planes = eg3d.planes(eg3d.ws(Tiny.gaussian(manager, "z", 1, 8), 1));
    NDArray cameras = Tiny.cameras(manager, 1);
    NDArray style = manager.zeros(new Shape(1, 8));
    assertThatThrownBy(() -> eg3d.ws(manager.zeros(new Shape(1, 9)), 1))
        .hasMessage("backbone.mapping: takes z [n, 8] float32, but is given [1, 9] float32");
    assertThatThrownBy(() -> eg3d.planes(manager.zeros(new Shape(1, 3, 8))))
        .hasMessageStartingWith("backbone.synthesis: takes [n, 4, 8] float32");
    assertThatThrownBy(() -> eg3d.planes(manager.zeros(new Shape(1, 4, 8), DataType.FLOAT64)))
        .hasMessageEndingWith("but is given [1, 4, 8] float64");
    assertThatThrownBy(() -> eg3d.render(planes.get(":, :6"), cameras, style, Sampling.even()))
        .hasMessageStartingWith("decoder: takes planes [n, 12, h, w]");
    assertThatThrownBy(() -> eg3d.render(planes, cameras.get(":, :16"), style, Sampling.even()))
        .hasMessageStartingWith("decoder: takes cameras [n, 25]");
    assertThatThrownBy(() -> eg3d.render(planes, cameras, style.get(":, :4"), Sampling.even()))
        .hasMessageStartingWith("superresolution: takes style [n, 8]");
    assertThatThrownBy(() -> eg3d.sigma(planes, manager.zeros(new Shape(5, 3))))
        .hasMessage("decoder: takes points [n, p, 3] float32, but is given [5, 3] float32");
    NDArray narrow = manager.zeros(new Shape(1, 3, 4, 4));
    assertThatThrownBy(() -> eg3d.superResolution().forward(narrow, style))
        .hasMessageStartingWith("superresolution: takes features [n, 4, h, w]");
  }

  @Test
  void namesTheLayerThatALayerBeforeItDoesNotFit() {
    NDArray ws = eg3d.ws(Tiny.gaussian(manager, "z", 1, 8), 1);
    assertThatThrownBy(() -> eg3d.planes(ws, (block, features) -> features.get(":, :5")))
        .hasMessage(
            "backbone.synthesis.b4.torgb: takes [n, 8, h, h] float32,"
                + " but is given [1, 5, 4, 4] float32");
    NDArray grown = manager.zeros(new Shape(1, 8, 6, 6));
    assertThatThrownBy(() -> eg3d.planes(ws, (block, features) -> grown))
        .hasMessage(
            "backbone.synthesis.b8.conv0: takes [n, 8, 4, 4] float32,"
                + " but is given [1, 8, 6, 6] float32");
    assertThatCode(() -> eg3d.planes(ws)).doesNotThrowAnyException();
  }
}
