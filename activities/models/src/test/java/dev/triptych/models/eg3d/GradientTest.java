package dev.triptych.models.eg3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of each part against central differences. */
class GradientTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true"})
  void differentiatesASynthesisLayer(int batch, boolean up) {
    int size = up ? 8 : 4;
    Model<SynthesisLayer> layer =
        Weights.random(
            5,
            manager,
            weights ->
                new SynthesisLayer(
                    weights, 6, 7, 8, size, up, SynthesisLayer.Noise.LEARNED_MAP, 0));
    // far from the kink of the leaky ReLU, where a difference measures no gradient
    layer.state().tensors().get("bias").addi(-9);
    NDArray x = Tiny.gaussian(manager, "x", batch, 6, 4, 4);
    NDArray ws = Tiny.gaussian(manager, "ws", batch, 3, 8);
    NDArray target = Tiny.gaussian(manager, "target", batch, 7, size, size);
    Supplier<NDArray> loss = () -> layer.network().forward(x, ws, 1).mul(target).sum();
    assertGradient(x, loss);
    assertGradient(ws, loss);
    layer.state().tensors().values().forEach(tensor -> assertGradient(tensor, loss));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void differentiatesToRgbAndItsEnlargedSkip(int batch) {
    Model<ToRgb> toRgb =
        Weights.random(5, manager, weights -> new ToRgb(weights, 6, 3, 8, true, 0));
    NDArray x = Tiny.gaussian(manager, "x", batch, 6, 8, 8);
    NDArray ws = Tiny.gaussian(manager, "ws", batch, 8);
    NDArray image = Tiny.gaussian(manager, "image", batch, 3, 4, 4);
    NDArray target = Tiny.gaussian(manager, "target", batch, 3, 8, 8);
    Supplier<NDArray> loss = () -> toRgb.network().forward(x, ws, 0, image).mul(target).sum();
    assertGradient(x, loss);
    assertGradient(ws, loss);
    assertGradient(image, loss);
    toRgb.state().tensors().values().forEach(tensor -> assertGradient(tensor, loss));
  }

  @Test
  void differentiatesVolumeRendering() {
    Model<Eg3dGenerator> model = Tiny.random(Tiny.CONFIG, manager);
    VolumeRenderer renderer = model.network().renderer();
    NDArray planes = Tiny.gaussian(manager, "planes", 2, 12, 8, 8);
    NDArray cameras = Tiny.cameras(manager, 2);
    NDArray target = Tiny.gaussian(manager, "target", 2, 4, 4, 4).mul(30);
    Supplier<NDArray> loss =
        () -> {
          VolumeRenderer.View view = renderer.render(cameras, planes, Sampling.even());
          return view.features().mul(target).sum().add(view.depth().mean());
        };
    assertGradient(planes, loss, 0.1); // smooth, and a small slope beside its rounding
    model
        .state()
        .only(name -> name.startsWith("decoder."))
        .tensors()
        .values()
        .forEach(tensor -> assertGradient(tensor, loss, 0.03));
  }

  /** Whose gradient goes through what is seen alone. */
  @Test
  void differentiatesADecoderBehindLargePlanes() {
    Model<Eg3dGenerator> model = Tiny.random(Tiny.CONFIG, manager);
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 128, 128);
    NDArray cameras = Tiny.cameras(manager, 2);
    NDArray target = Tiny.gaussian(manager, "target", 2, 4, 4, 4).mul(30);
    planes.setRequiresGradient(true);
    model
        .state()
        .only(name -> name.startsWith("decoder."))
        .tensors()
        .values()
        .forEach(
            tensor ->
                assertGradient(
                    tensor,
                    () ->
                        model
                            .network()
                            .renderer()
                            .render(cameras, planes, Sampling.even())
                            .features()
                            .mul(target)
                            .sum(),
                    0.03));
  }

  @ParameterizedTest
  @CsvSource({"false,TRUE", "true,TRUE", "false,EG3D", "true,EG3D"})
  void differentiatesARenderingInItsPose(boolean withPlanes, Camera.Angles angles) {
    Eg3dGenerator gan = Tiny.random(Tiny.CONFIG, manager).network();
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 8, 8);
    NDArray style = gan.averageStyle(manager);
    NDArray pose = manager.create(new float[] {.12f, -.2f}, new Shape(1, 2));
    NDArray target = Tiny.gaussian(manager, "target", 1, 3, 8, 8).mul(100);
    planes.setRequiresGradient(withPlanes);
    assertGradient(
        pose,
        () -> {
          NDArray cameras = Tiny.RIG.with(angles).labels(pose, manager);
          return gan.render(planes, cameras, style, Sampling.even()).image().mul(target).sum();
        },
        5e-4); // a ray must stay within its texels
  }

  @Test
  void differentiatesTheFieldInItsPlanesAndPoints() {
    OsgDecoder decoder = Tiny.random(Tiny.CONFIG, manager).network().decoder();
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 8, 8);
    NDArray points = Tiny.gaussian(manager, "points", 2, 9, 3).mul(0.1f).duplicate();
    NDArray target = Tiny.gaussian(manager, "target", 2, 9, 4).mul(10);
    Supplier<NDArray> loss =
        () -> {
          OsgDecoder.Samples field = decoder.at(points, planes);
          return field.colour().mul(target).sum().add(field.density().sum());
        };
    assertGradient(planes, loss);
    assertGradient(points, loss, 1e-3); // a step must stay within a texel
  }

  private void assertGradient(NDArray tensor, Supplier<NDArray> loss) {
    assertGradient(tensor, loss, 1e-2);
  }

  private void assertGradient(NDArray tensor, Supplier<NDArray> loss, double step) {
    NDArray direction = Tiny.gaussian(manager, "direction", tensor.getShape().getShape());
    direction.divi(direction.norm());
    NDArray start = tensor.duplicate();
    double slope;
    try (GradMode off = GradMode.off()) {
      start.add(direction.mul(step)).copyTo(tensor);
      double above = loss.get().getFloat();
      start.sub(direction.mul(step)).copyTo(tensor);
      double below = loss.get().getFloat();
      start.copyTo(tensor);
      slope = (above - below) / (2 * step);
    }
    tensor.setRequiresGradient(true);
    Autograd.backward(loss);
    double gradient = Autograd.gradient(tensor, manager).mul(direction).sum().getFloat();
    tensor.setRequiresGradient(false);
    assertThat(Math.abs(gradient)).as("a slope worth measuring").isGreaterThan(0.01);
    assertThat(gradient).isCloseTo(slope, within(0.02 * Math.abs(slope)));
  }
}
