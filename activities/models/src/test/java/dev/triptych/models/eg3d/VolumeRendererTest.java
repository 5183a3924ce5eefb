package dev.triptych.models.eg3d;

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
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.StateDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeRendererTest {
  private static final Shape PLANES = new Shape(1, 12, 8, 8);

  private NDManager manager;
  private GradMode off;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
    off = GradMode.off();
  }

  @AfterEach
  void close() {
    off.close();
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void absorbsExponentiallyInAUniformMedium(int importanceSamples) {
    Eg3dConfig config = config(importanceSamples, false);
    double raw = 0.5;
    VolumeRenderer.View view = uniform(config, raw);
    double density = 20 * Math.log1p(Math.exp(raw - 1));
    double opacity = 1 - Math.exp(-density * (3.08 - 2.30));
    assertConstant(view.opacity(), (float) opacity, 1e-5);
    float colour = (float) (opacity * 0.5 * 2 - 1); // the sigmoid of 0, from [0, 1] to [−1, 1]
    assertConstant(view.features(), colour, 1e-4);
  }

  @Test
  void endsInWhiteOnlyWhereAskedTo() {
    VolumeRenderer.View white = uniform(config(0, true), -40);
    VolumeRenderer.View black = uniform(config(0, false), -40);
    assertConstant(white.features(), 1f, 1e-5);
    assertConstant(black.features(), -1f, 1e-5);
    assertConstant(white.opacity(), 0f, 1e-5);
  }

  @Test
  void seesAnOpaqueMediumAtItsFront() {
    VolumeRenderer.View view = uniform(config(0, false), 200);
    double step = (3.08 - 2.30) / 7; // the first interval begins in the middle of its stratum
    assertConstant(view.depth(), (float) (2.30 + step), 1e-4);
  }

  @Test
  void servesEveryCameraFromOneSetOfPlanes() {
    Eg3dGenerator eg3d = Tiny.random(Tiny.CONFIG, manager).network();
    NDArray planes = Tiny.gaussian(manager, "planes", PLANES.getShape());
    NDArray cameras = Tiny.cameras(manager, 3);
    NDArray shared = eg3d.renderer().render(cameras, planes, Sampling.even()).features();
    NDArray copied =
        eg3d.renderer().render(cameras, planes.repeat(0, 3), Sampling.even()).features();
    assertThat(copied.toFloatArray()).containsExactly(shared.toFloatArray(), within(1e-6f));
  }

  @Test
  void rendersEachItemOfABatchByItself() {
    Eg3dGenerator eg3d = Tiny.random(config(6, true), manager).network();
    NDArray planes = Tiny.gaussian(manager, "planes", 2, 12, 8, 8);
    NDArray cameras = Tiny.cameras(manager, 2);
    NDArray both = eg3d.renderer().render(cameras, planes, Sampling.even()).features();
    NDArray second =
        eg3d.renderer().render(cameras.get("1:2"), planes.get("1:2"), Sampling.even()).features();
    assertThat(both.get("1:2").toFloatArray())
        .containsExactly(second.toFloatArray(), within(1e-6f));
    assertThat(both.get(0).sub(both.get(1)).abs().max().getFloat()).isGreaterThan(1e-3f);
  }

  @Test
  void jittersReproducibly() {
    Eg3dGenerator eg3d = Tiny.random(config(6, true), manager).network();
    NDArray planes = Tiny.gaussian(manager, "planes", PLANES.getShape());
    CounterNoise noise = new CounterNoise(4);
    float[] first = jittered(eg3d, planes, Sampling.jittered(noise, 1));
    assertThat(jittered(eg3d, planes, Sampling.jittered(noise, 1))).isEqualTo(first);
    assertThat(jittered(eg3d, planes, Sampling.jittered(noise, 2))).isNotEqualTo(first);
  }

  /** A decoder that learns takes all samples; a frozen one those that weigh something. */
  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void samplesThatWeighNothingAreNotMissedInTheGradient(int importanceSamples) {
    Model<Eg3dGenerator> eg3d = Tiny.random(config(importanceSamples, true), manager);
    NDArray planes = Tiny.gaussian(manager, "planes", PLANES.getShape()).mul(30);
    StateDict decoder = eg3d.state().only(name -> name.startsWith("decoder."));
    NDArray few = gradient(eg3d.network(), planes);
    decoder.requireGradient(true);
    NDArray all = gradient(eg3d.network(), planes);
    decoder.requireGradient(false);

    assertThat(few.sub(all).norm().getFloat()).isPositive(); // some were left out
    assertThat(few.sub(all).norm().div(all.norm()).getFloat()).isLessThan(1e-3f);
  }

  @Test
  void nothingThatIsSeenHasNoGradient() {
    Eg3dGenerator eg3d = Tiny.uniform(config(0, true), -40, manager).network();
    NDArray planes = Tiny.gaussian(manager, "planes", PLANES.getShape());

    assertThat(gradient(eg3d, planes).toFloatArray()).containsOnly(0);
  }

  private NDArray gradient(Eg3dGenerator eg3d, NDArray planes) {
    NDArray leaf = Autograd.leaf(planes, manager);
    NDArray target = Tiny.gaussian(manager, "target", 2, 4, 4, 4);
    Autograd.backward(
        () ->
            eg3d.renderer()
                .render(Tiny.cameras(manager, 2), leaf, Sampling.jittered(new CounterNoise(4), 1))
                .features()
                .mul(target)
                .sum());
    return Autograd.gradient(leaf, manager);
  }

  @Test
  void decodesAViewAtOnceOnALargeGpu() {
    int samplesOfAView = 128 * 128 * 48;
    assertThat(VolumeRenderer.samplesAtOnce(24L << 30)).isGreaterThan(2 * samplesOfAView);
    assertThat(VolumeRenderer.samplesAtOnce(4L << 30)).isBetween(1 << 17, samplesOfAView);
    assertThat(VolumeRenderer.samplesAtOnce(1L << 20)).isEqualTo(1 << 17);
  }

  @Test
  void refusesPlanesThatMatchNoCamera() {
    Eg3dGenerator eg3d = Tiny.random(Tiny.CONFIG, manager).network();
    NDArray planes = manager.zeros(new Shape(2, 12, 8, 8));
    NDArray cameras = Tiny.cameras(manager, 3);
    assertThatThrownBy(() -> eg3d.renderer().render(cameras, planes, Sampling.even()))
        .hasMessageContaining("do not match 3 cameras");
  }

  private float[] jittered(Eg3dGenerator eg3d, NDArray planes, Sampling sampling) {
    NDArray cameras = Tiny.cameras(manager, 2);
    return eg3d.renderer().render(cameras, planes, sampling).features().toFloatArray();
  }

  private VolumeRenderer.View uniform(Eg3dConfig config, double raw) {
    Eg3dGenerator eg3d = Tiny.uniform(config, raw, manager).network();
    NDArray planes = Tiny.gaussian(manager, "planes", PLANES.getShape());
    return eg3d.renderer().render(Tiny.cameras(manager, 2), planes, Sampling.even());
  }

  private static void assertConstant(NDArray array, double value, double tolerance) {
    assertThat(array.min().getFloat()).isCloseTo((float) value, within((float) tolerance));
    assertThat(array.max().getFloat()).isCloseTo((float) value, within((float) tolerance));
  }

  private static Eg3dConfig config(int importanceSamples, boolean white) {
    return Tiny.with(
        Tiny.CONFIG.decoder(),
        new VolumeRenderer.Config(2.30, 3.08, 8, importanceSamples, white, 4));
  }
}
