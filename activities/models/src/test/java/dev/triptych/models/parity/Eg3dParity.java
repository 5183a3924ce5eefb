package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Mapping;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.PlaneLayout;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.formula.Eg3dFormulaWeights;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.List;

/** EG3D's generator against the public implementation: a whole image, or a rendering's gradient. */
final class Eg3dParity implements ParityCheck {
  private static final double SINGLE = 1e-4;
  private static final double WHOLE = 1e-3;

  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("TriPlaneGenerator");
  }

  @Override
  public long bytesNeeded(Fixture fixture) {
    JsonNode config = fixture.config();
    long image = config.path("img_resolution").asLong(512);
    return (1L << 29) + image * image * 4 * 2048; // super-resolution's activations dominate
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    Eg3dConfig config = config(fixture.config());
    Model<Eg3dGenerator> model =
        Weights.generate(
            new Eg3dFormulaWeights(fixture.formula()),
            manager,
            weights -> new Eg3dGenerator(weights.frozen(), config));
    try (NDManager scope = manager.newSubManager()) {
      if (fixture.has("grad.planes_crop")) {
        checkGradient(fixture, model.network(), scope);
      } else {
        checkImage(fixture, model.network(), scope);
      }
    }
  }

  private static void checkImage(Fixture fixture, Eg3dGenerator eg3d, NDManager scope) {
    try (GradMode off = GradMode.off()) {
      NDArray ws = ws(fixture, eg3d, fixture.read("camera.front", scope), scope);
      fixture.assertClose("w", ws.get(":, 0"), SINGLE);
      NDArray planes = eg3d.planes(ws);
      double deviation = deviation(planes);
      assertThat(deviation / fixture.read("planes.std", scope).getFloat())
          .isBetween(1 - SINGLE, 1 + SINGLE);
      planes.divi(deviation);
      fixture.assertClose("planes.crop", planes.get(":, :, 96:160:4, 96:160:4"), SINGLE);
      NDArray camera = fixture.read("camera.side", scope);
      NDArray[] rays = VolumeRenderer.rays(camera, eg3d.config().rendering().size());
      fixture.assertClose("rays.directions", rays[1].get("0, ::257"), SINGLE);
      Eg3dGenerator.Rendering seen =
          eg3d.render(planes, camera, Eg3dGenerator.style(ws), Sampling.even());
      fixture.assertClose("features", seen.features().get("0, :, ::4, ::4"), SINGLE);
      fixture.assertClose("depth", seen.depth().get("0, 0, ::4, ::4"), SINGLE);
      fixture.assertClose("image_raw", seen.raw().get("0, :, ::2, ::2"), SINGLE);
      fixture.assertClose("image", seen.image().get("0, :, ::4, ::4"), WHOLE);
      int count = (int) fixture.shape("points.sigma").size();
      NDArray points =
          scope.create(
              fixture.formula().values("input.points", count * 3, 0.25, 0), new Shape(1, count, 3));
      OsgDecoder.Samples field = eg3d.sigmaAndColour(planes, points);
      fixture.assertClose("points.sigma", field.raw(), SINGLE);
      fixture.assertClose("points.sigma", eg3d.sigma(planes, points), SINGLE);
      fixture.assertClose("points.rgb", field.colour().get("0, ::8"), SINGLE);
    }
  }

  /** The fixtures went through EG3D's rounding of 18.837° to a focal length. */
  private static Camera.Rig rig(Eg3dGenerator eg3d) {
    Camera.Rig rig = eg3d.config().cameras();
    return new Camera.Rig(rig.angles(), rig.radius(), rig.pivotZ(), Camera.focalOf(18.837));
  }

  private static void checkGradient(Fixture fixture, Eg3dGenerator eg3d, NDManager scope) {
    int size = (int) fixture.shape("features").get(1);
    NDArray front = Camera.labels(List.of(rig(eg3d).frontal()), scope);
    NDArray planes;
    try (GradMode off = GradMode.off()) {
      planes = eg3d.planes(ws(fixture, eg3d, front, scope));
      planes.divi(deviation(planes));
    }
    planes.setRequiresGradient(true);
    Shape shape = new Shape(1, eg3d.config().backbone().planeChannels(), size, size);
    NDArray target =
        scope.create(fixture.formula().values("input.target", (int) shape.size(), 0.3, 0), shape);
    NDArray loss =
        Autograd.backward(
            () -> {
              NDArray features =
                  eg3d.renderer().render(front, planes, Sampling.even(), size).features();
              fixture.assertClose("features", features, SINGLE);
              return features.sub(target).abs().mean();
            });
    fixture.assertClose("loss", loss, SINGLE);
    // One unit in the last place of a sample's depth moves it by 1e-4 texels, and some texels hold
    // twenty deviations of gradient.
    NDArray gradient = Autograd.gradient(planes, scope);
    fixture.assertClose("grad.planes_crop", gradient.get("0, :, 96:160:2, 96:160:2"), WHOLE);
  }

  private static NDArray ws(
      Fixture fixture, Eg3dGenerator eg3d, NDArray condition, NDManager scope) {
    int z = eg3d.config().zDim();
    NDArray latent = scope.create(fixture.formula().values("input.z", z, 1, 0), new Shape(1, z));
    return eg3d.ws(latent, condition, fixture.config().path("truncation_psi").asDouble(1));
  }

  /** With Bessel's correction, as {@code Tensor.std} has it. */
  private static double deviation(NDArray planes) {
    double mean = 0;
    float[] values = planes.toFloatArray();
    for (float value : values) {
      mean += value / (double) values.length;
    }
    double square = 0;
    for (float value : values) {
      square += (value - mean) * (value - mean);
    }
    return Math.sqrt(square / (values.length - 1));
  }

  private static Eg3dConfig config(JsonNode given) {
    Eg3dConfig base = Eg3dConfig.ffhq512();
    int w = given.path("w_dim").asInt(base.wDim());
    int channelBase = given.path("channel_base").asInt(32768);
    int channelMax = given.path("channel_max").asInt(512);
    int planeSize = given.path("plane_resolution").asInt(256);
    VolumeRenderer.Config rendering = base.rendering();
    return new Eg3dConfig(
        given.path("z_dim").asInt(base.zDim()),
        given.path("c_dim").asInt(base.cDim()),
        w,
        new Mapping.Config(given.path("mapping_layers").asInt(2), w, 0.01),
        new Backbone.Config(Backbone.Config.widths(channelBase, channelMax, planeSize), 32, false),
        new OsgDecoder.Config(
            64, given.path("box_warp").asDouble(1), PlaneLayout.PUBLIC_EG3D, 1, 0),
        new VolumeRenderer.Config(
            given.path("ray_start").asDouble(rendering.rayStart()),
            given.path("ray_end").asDouble(rendering.rayEnd()),
            given.path("depth_resolution").asInt(rendering.samples()),
            given.path("depth_resolution_importance").asInt(rendering.importanceSamples()),
            given.path("white_back").asBoolean(false),
            given.path("neural_rendering_resolution").asInt(rendering.size())),
        new SuperResolution.Config(
            128,
            base.superResolution().blocks(),
            given.path("sr_conv_clamp").asDouble(256),
            true,
            false),
        new Camera.Rig(
            Camera.Angles.EG3D,
            given.path("avg_camera_radius").asDouble(2.7),
            given.path("avg_camera_pivot").path(2).asDouble(0.2),
            Camera.FFHQ_FOCAL));
  }
}
