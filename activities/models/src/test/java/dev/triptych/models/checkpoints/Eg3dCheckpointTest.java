package dev.triptych.models.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Eg3dCheckpointTest {
  private static final float[] ORTHOGONAL = {
    1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0
  };

  /** EG3D's structure at a size of a few thousand numbers. */
  static final Eg3dConfig CONFIG =
      new Eg3dConfig(
          8,
          Camera.LABEL,
          12,
          new Mapping.Config(2, 12, 0.01),
          new Backbone.Config(List.of(8, 6), 4, false),
          new OsgDecoder.Config(8, 1, PlaneLayout.PUBLIC_EG3D, 1, 0),
          new VolumeRenderer.Config(2.25, 3.3, 6, 6, false, 4),
          new SuperResolution.Config(
              8,
              List.of(new SuperResolution.Block(6, true), new SuperResolution.Block(4, true)),
              256,
              true,
              false),
          Camera.Rig.FFHQ);

  private final NDManager manager = Torch.newManager();
  private final Model<Eg3dGenerator> model =
      Weights.random(3, manager, weights -> new Eg3dGenerator(weights, CONFIG));
  private final Eg3dPickle pickle = new Eg3dPickle(CONFIG, model.state());
  @TempDir Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  private Eg3dCheckpoint open(Eg3dPickle content) throws IOException {
    return Eg3dCheckpoint.open(Files.write(folder.resolve("network.pkl"), content.bytes()));
  }

  @Test
  void readsWhatTheReferenceCodePickled() throws IOException {
    Path file = folder.resolve("eg3d_tiny.pkl");
    try (InputStream packed =
        Objects.requireNonNull(
            Eg3dCheckpointTest.class.getResourceAsStream("/parity/eg3d/eg3d_tiny.pkl.gz"))) {
      Files.copy(new GZIPInputStream(packed), file);
    }

    Eg3dCheckpoint checkpoint = Eg3dCheckpoint.open(file);

    Eg3dConfig config = checkpoint.config();
    assertThat(config.wDim()).isEqualTo(32);
    assertThat(config.backbone())
        .isEqualTo(new Backbone.Config(Backbone.Config.widths(512, 16, 256), 32, false));
    Eg3dConfig full = Eg3dConfig.ffhq512();
    assertThat(config.rendering()).isEqualTo(full.rendering());
    assertThat(config.decoder()).isEqualTo(full.decoder());
    assertThat(config.superResolution()).isEqualTo(full.superResolution());
    assertThat(config.cameras()).isEqualTo(full.cameras());
    TensorSource tensors = checkpoint.tensors();
    assertThat(tensors.names()).hasSize(150).noneMatch(name -> name.endsWith("resample_filter"));
    ParityFormula formula = new ParityFormula("");
    for (String name : tensors.names()) {
      float[] values = CheckpointsTest.values(tensors, name);
      float[] expected =
          name.endsWith("noise_const")
              ? new float[values.length]
              : formula.values(name, values.length, 0.5, 0);
      assertThat(Arrays.mismatch(values, expected)).as(name).isEqualTo(-1);
    }
  }

  @Test
  void rendersAsTheWeightsThatWerePickled() throws IOException {
    Eg3dCheckpoint checkpoint = open(pickle);

    assertThat(checkpoint.config()).isEqualTo(CONFIG);
    assertThat(checkpoint.notes().get(0))
        .contains("TriPlaneGenerator with SuperresolutionHybrid8XDC")
        .contains("images of 32 pixels from 4 rays a side");
    assertThat(image(load(checkpoint))).containsExactly(image(model));
  }

  private Model<Eg3dGenerator> load(Eg3dCheckpoint checkpoint) {
    return Weights.load(
        checkpoint.tensors(), manager, weights -> new Eg3dGenerator(weights, checkpoint.config()));
  }

  private float[] image(Model<Eg3dGenerator> generator) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray camera = Camera.labels(List.of(CONFIG.cameras().at(5, 20)), scope);
      return image(generator, camera, scope);
    }
  }

  private static float[] image(Model<Eg3dGenerator> model, NDArray condition, NDManager scope) {
    Eg3dGenerator generator = model.network();
    NDArray camera = Camera.labels(List.of(CONFIG.cameras().frontal()), scope);
    NDArray z = scope.ones(new Shape(1, CONFIG.zDim()));
    NDArray ws = generator.ws(z, condition, 0.7);
    return generator
        .render(generator.planes(ws), camera, Eg3dGenerator.style(ws), Sampling.even())
        .image()
        .toFloatArray();
  }

  @Test
  void takesThePlanesLayoutFromTheirAxes() throws IOException {
    Eg3dCheckpoint checkpoint = open(pickle.axes(ORTHOGONAL));

    assertThat(checkpoint.config().decoder().layout()).isEqualTo(PlaneLayout.ORTHOGONAL);
  }

  @Test
  void readsTheSettingsOfCars() throws IOException {
    Eg3dCheckpoint checkpoint =
        open(
            pickle
                .rendering("ray_start", 0.1)
                .rendering("ray_end", 2.6)
                .rendering("box_warp", 1.6)
                .rendering("white_back", true)
                .rendering("depth_resolution", 64)
                .rendering("avg_camera_radius", 1.7)
                .rendering("avg_camera_pivot", List.of(0, 0, 0)));

    assertThat(checkpoint.config().rendering())
        .isEqualTo(new VolumeRenderer.Config(0.1, 2.6, 64, 6, true, 4));
    assertThat(checkpoint.config().decoder().boxWarp()).isEqualTo(1.6);
    assertThat(checkpoint.config().cameras())
        .isEqualTo(new Camera.Rig(Camera.Angles.EG3D, 1.7, 0, Camera.FFHQ_FOCAL));
    assertThat(checkpoint.notes()).anyMatch(note -> note.contains("focal length is not in the"));
  }

  @Test
  void readsTheSuperResolutionThatKeepsItsSizeFirst() throws IOException {
    Eg3dCheckpoint checkpoint =
        open(
            pickle
                .superResolution("SuperresolutionHybrid2X")
                .set("superresolution.block0.conv0", "up", 1)
                .set("", "img_resolution", 16));

    assertThat(checkpoint.config().superResolution().blocks())
        .containsExactly(new SuperResolution.Block(6, false), new SuperResolution.Block(4, true));
  }

  @Test
  void ignoresTheConditionWhereTheTrainingDid() throws IOException {
    Eg3dCheckpoint checkpoint = open(pickle.rendering("c_gen_conditioning_zero", true));

    try (NDManager scope = manager.newSubManager()) {
      NDArray none = scope.zeros(new Shape(1, Camera.LABEL));
      assertThat(image(load(checkpoint))).containsExactly(image(model, none, scope));
    }
    assertThat(checkpoint.notes()).anyMatch(note -> note.contains("without a conditioning camera"));
  }

  @Test
  void multipliesWeightsWithLearningRatesThatOurLayersDoNotHave() throws IOException {
    Eg3dCheckpoint checkpoint = open(pickle.set("decoder.net.0", "bias_gain", 0.5));

    float[] doubled = model.state().tensors().get("decoder.net.0.weight").mul(0.5).toFloatArray();
    assertThat(CheckpointsTest.values(checkpoint.tensors(), "decoder.net.0.weight"))
        .containsExactly(doubled);
  }

  @Test
  void givesEveryReasonWhyAGeneratorCannotBeUsed() throws IOException {
    pickle
        .superResolution("SuperresolutionOfMine")
        .rendering("ray_start", "auto")
        .rendering("clamp_mode", "relu")
        .rendering("disparity_space_sampling", true)
        .rendering("superresolution_noise_mode", "random")
        .rendering("avg_camera_pivot", List.of(0, 1, 0))
        .set("", "triplane_depth", 3)
        .set("bcg_synthesis", "w_dim", 12)
        .set("backbone.synthesis.b8.conv1", "conv_clamp", 256)
        .axes(new float[27]);

    assertThatThrownBy(() -> open(pickle))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("network.pkl")
        .hasMessageContaining("its super-resolution is SuperresolutionOfMine; ")
        .hasMessageContaining("the beginning of its rays is 'auto' (ray_start), not a number")
        .hasMessageContaining("go through 'relu' (clamp_mode), not softplus")
        .hasMessageContaining("disparity_space_sampling")
        .hasMessageContaining("superresolution_noise_mode is 'random', not 'none'")
        .hasMessageContaining("cameras look at [0.0, 1.0, 0.0]")
        .hasMessageContaining("3 layers deep, as PanoHead's tri-grids are")
        .hasMessageContaining("parts that are not EG3D's: [bcg_synthesis]")
        .hasMessageContaining("clamped to [256, None] (conv_clamp)")
        .hasMessageContaining("its planes do not lie along the axes (plane_axes)");
  }

  @Test
  void refusesAnotherSmoothingFilter() {
    pickle.tensor("backbone.synthesis.b8.resample_filter", new float[16], 4, 4);

    assertThatThrownBy(() -> open(pickle))
        .hasMessageContaining("another filter: backbone.synthesis.b8.resample_filter");
  }

  @Test
  void namesEveryTensorThatDoesNotFitWhenTheNetworkIsLoaded() throws IOException {
    Eg3dCheckpoint checkpoint =
        open(
            pickle
                .without("decoder.net.2.bias")
                .tensor("decoder.net.0.bias", new float[3], 3)
                .tensor("backbone.mapping.extra", new float[1], 1));

    assertThatThrownBy(() -> load(checkpoint))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("3 problem(s)")
        .hasMessageContaining("missing    decoder.net.2.bias")
        .hasMessageContaining("mis-shaped decoder.net.0.bias")
        .hasMessageContaining("unexpected backbone.mapping.extra");
  }

  @ParameterizedTest
  @CsvSource({
    "zip.pth, 'no generator G_ema; its keys are [float32'",
    "module.pth, is none of EG3D's"
  })
  void saysThatAFileHoldsNoGenerator(String file, String message) {
    assertThatThrownBy(() -> Eg3dCheckpoint.open(CheckpointsTest.resource(file)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(message);
  }
}
