package dev.triptych.models.eg3d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OsgDecoderTest {
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

  @Test
  void givesTheSameDensityWithAndWithoutColours() {
    OsgDecoder decoder = Tiny.random(Tiny.CONFIG, manager).network().decoder();
    NDArray planes = Tiny.gaussian(manager, "planes", 2, 12, 8, 8);
    NDArray points = Tiny.gaussian(manager, "points", 2, 30, 3).mul(0.2f);
    OsgDecoder.Samples field = decoder.at(points, planes);
    assertThat(field.colour().getShape().getShape()).containsExactly(2, 30, 4);
    float[] raw = decoder.raw(points, planes).toFloatArray();
    assertThat(field.raw().toFloatArray()).containsExactly(raw, within(1e-5f));
    float[] density = field.density().toFloatArray();
    for (int i = 0; i < raw.length; i++) {
      assertThat(density[i])
          .isCloseTo((float) (20 * Math.log1p(Math.exp(raw[i] - 1))), within(1e-3f));
    }
  }

  /** Points that want a gradient take grid_sampler_2d; the others a sparse product. */
  @Test
  void samplesLargePlanesAlikeInBothWays() {
    OsgDecoder decoder = Tiny.random(Tiny.CONFIG, manager).network().decoder();
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 128, 128);
    NDArray points = Tiny.gaussian(manager, "points", 1, 500, 3).mul(0.4f); // some lie outside
    float[] sparse = decoder.raw(points, planes).toFloatArray();
    points.setRequiresGradient(true);
    try (GradMode on = GradMode.on()) {
      assertThat(decoder.raw(points, planes).toFloatArray()).containsExactly(sparse, within(1e-3f));
    }
  }

  @Test
  void servesEveryBatchOfPointsFromOneSetOfPlanes() {
    OsgDecoder decoder = Tiny.random(Tiny.CONFIG, manager).network().decoder();
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 8, 8);
    NDArray points = Tiny.gaussian(manager, "points", 2, 30, 3).mul(0.2f);
    assertThat(decoder.raw(points, planes).toFloatArray())
        .containsExactly(decoder.raw(points, planes.repeat(0, 2)).toFloatArray(), within(1e-6f));
  }

  @Test
  void seesNoHeightInTheThirdPlaneOfPublicCheckpoints() {
    // only the third plane holds anything
    NDArray planes = Tiny.gaussian(manager, "planes", 1, 12, 8, 8);
    planes.set(new NDIndex(":, :8"), 0f);
    assertThat(changeWithHeight(PlaneLayout.PUBLIC_EG3D, planes)).isZero();
    assertThat(changeWithHeight(PlaneLayout.ORTHOGONAL, planes)).isGreaterThan(0.01f);
  }

  private float changeWithHeight(PlaneLayout layout, NDArray planes) {
    OsgDecoder.Config config = new OsgDecoder.Config(8, 0.7, layout, 1, 0);
    OsgDecoder decoder =
        Tiny.random(Tiny.with(config, Tiny.CONFIG.rendering()), manager).network().decoder();
    NDArray points = manager.create(new float[] {0.1f, -0.2f, 0.05f, 0.1f, 0.2f, 0.05f});
    NDArray raw = decoder.raw(points.reshape(1, 2, 3), planes);
    return Math.abs(raw.getFloat(0, 0) - raw.getFloat(0, 1));
  }

  @Test
  void startsNearlyEmptyWhereTheConfigSaysSo() {
    OsgDecoder decoder = Tiny.random(Tiny.CONFIG, manager).network().decoder();
    NDArray planes = manager.zeros(new Shape(1, 12, 8, 8));
    NDArray points = Tiny.gaussian(manager, "points", 1, 5, 3).mul(0.2f);
    // all features are 0 there, so the hidden units are ln 2
    NDArray raw = decoder.raw(points, planes);
    assertThat(raw.max().getFloat() - raw.min().getFloat()).isLessThan(1e-5f);
    NDArray weight =
        Tiny.random(Tiny.CONFIG, manager).state().tensors().get("decoder.net.2.weight");
    float expected = (float) (-2 + weight.get(0).sum().getFloat() * Math.log(2) / Math.sqrt(8));
    assertThat(raw.getFloat(0, 0)).isCloseTo(expected, within(1e-4f));
  }
}
