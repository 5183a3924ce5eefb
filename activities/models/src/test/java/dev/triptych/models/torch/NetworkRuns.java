package dev.triptych.models.torch;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.DistilledScore;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.TinyDiffusion;
import dev.triptych.models.distillation.FreeTriplane;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Mapping;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.PlaneLayout;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.eg3d.Tiny;
import dev.triptych.models.eg3d.VolumeRenderer;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.i2t.ModulatedBackbone;
import dev.triptych.models.i2t.TinyWorld;
import dev.triptych.models.inversion.Inversion;
import dev.triptych.models.metrics.ClipScore;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.noise.UniformTensor;
import dev.triptych.models.training.Adam;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the kernels of each source file, and the Java between them, on the device of a manager, and
 * asserts that results are there.
 */
public final class NetworkRuns implements Supplier<Map<String, Consumer<NDManager>>> {
  static final String META = "meta";

  /** What runs the kernels of a source file; a new file must be entered here. */
  private static final Map<String, Consumer<NDManager>> RUNS =
      Map.ofEntries(
          entry("clip/clip.py", NetworkRuns::clip),
          entry("diffusion/diffusion.py", NetworkRuns::diffusion),
          entry("distillation/distillation.py", NetworkRuns::distillation),
          entry("eg3d/rendering.py", NetworkRuns::rendering),
          entry("eg3d/synthesis.py", NetworkRuns::synthesis),
          entry("i2t/i2t.py", NetworkRuns::imageToTriplane),
          entry("i2t/losses.py", NetworkRuns::fineTuning),
          entry("inversion/inversion.py", NetworkRuns::inversion),
          entry("lpips/lpips.py", NetworkRuns::lpips),
          entry("metrics/scores.py", NetworkRuns::scores),
          entry("noise/noise.py", NetworkRuns::noise),
          entry("torch/autograd.py", NetworkRuns::autograd),
          entry("torch/batch.py", NetworkRuns::batch),
          entry("torch/memory.py", NetworkRuns::memory),
          entry("torch/packed.py", manager -> layers(manager, "packed.py")),
          entry("torch/probe.py", manager -> check(DeviceProbe.probe(manager))),
          entry("torch/plain.py", manager -> layers(manager, "plain.py")),
          entry("torch/upload.py", NetworkRuns::upload),
          entry("torch/winograd.py", NetworkRuns::winograd),
          entry("torch/precision.py", NetworkRuns::precision),
          entry("training/optimizer.py", NetworkRuns::optimizer));

  @Override
  public Map<String, Consumer<NDManager>> get() {
    return RUNS;
  }

  private static void rendering(NDManager manager) {
    for (Eg3dConfig config : List.of(Tiny.CONFIG, published())) {
      Eg3dGenerator eg3d = eg3d(config, manager);
      NDArray planes = planes(eg3d, manager);
      NDArray cameras = Tiny.cameras(manager, 2);
      for (Sampling sampling :
          List.of(Sampling.even(), Sampling.jittered(new CounterNoise(1), 2))) {
        VolumeRenderer.View view = eg3d.renderer().render(cameras, planes, sampling);
        check(view.features(), view.depth(), view.opacity());
      }
      check(VolumeRenderer.rays(cameras, 4));
      check(config.cameras().labels(Tiny.gaussian(manager, "pose", 2, 2), manager));
      NDArray points = Tiny.gaussian(manager, "points", 2, 5, 3);
      OsgDecoder.Samples samples = eg3d.sigmaAndColour(planes, points);
      check(samples.raw(), samples.density(), samples.colour(), eg3d.sigma(planes, points));
    }
  }

  private static void synthesis(NDManager manager) {
    for (Eg3dConfig config : List.of(Tiny.CONFIG, published())) {
      Eg3dGenerator eg3d = eg3d(config, manager);
      NDArray cameras = Tiny.cameras(manager, 2);
      NDArray ws = eg3d.ws(Tiny.gaussian(manager, "z", 2, config.zDim()), cameras, 0.7);
      NDArray planes = eg3d.planes(ws);
      for (NDArray style : List.of(Eg3dGenerator.style(ws), eg3d.averageStyle(manager))) {
        for (int size : new int[] {2, 4, 8}) { // smaller than super-resolution takes, and larger
          Eg3dGenerator.Rendering rendering =
              eg3d.render(planes, cameras, style, Sampling.even(), size);
          check(ws, planes, rendering.image(), rendering.raw());
        }
      }
    }
  }

  private static Eg3dGenerator eg3d(Eg3dConfig config, NDManager manager) {
    return Tiny.random(config, manager).network();
  }

  /** One portrait's planes, for any number of cameras. */
  private static NDArray planes(Eg3dGenerator eg3d, NDManager manager) {
    NDArray z = Tiny.gaussian(manager, "z", 1, eg3d.config().zDim());
    return eg3d.planes(eg3d.ws(z, Tiny.cameras(manager, 1), 1));
  }

  /** The branches of the published checkpoint, where {@link Tiny#CONFIG} takes others. */
  private static Eg3dConfig published() {
    return new Eg3dConfig(
        8,
        Camera.LABEL,
        8,
        new Mapping.Config(2, 8, 0.01),
        new Backbone.Config(List.of(8, 8), 4, false),
        new OsgDecoder.Config(8, 1, PlaneLayout.PUBLIC_EG3D, 1, 0),
        new VolumeRenderer.Config(2.25, 3.3, 8, 6, false, 4),
        new SuperResolution.Config(
            4,
            List.of(new SuperResolution.Block(6, true), new SuperResolution.Block(4, true)),
            256,
            true,
            false),
        Tiny.RIG);
  }

  private static void diffusion(NDManager manager) {
    InstructPix2Pix pipeline = TinyDiffusion.pipeline(manager);
    NDArray images = Tiny.gaussian(manager, "images", 2, 3, 16, 16);
    NDArray noise = Tiny.gaussian(manager, "noise", 1, 4, 4, 4);
    NDArray ids = manager.create(new long[] {18, 1, 2, 19, 19, 19}, new Shape(1, 6));
    InstructPix2Pix.Instruction instruction = pipeline.instruction(ids, ids);
    for (ImageEdit.Start start : ImageEdit.Start.values()) {
      for (double guidance : new double[] {1, 2}) {
        ImageEdit edit = new ImageEdit(2, start, 0.9, guidance, guidance);
        check(pipeline.edit(images, noise, instruction, edit));
      }
    }
    AutoencoderKL.Posterior posterior = TinyDiffusion.autoencoder(manager).network().encode(images);
    check(posterior.sample(Tiny.gaussian(manager, "draw", 2, 4, 4, 4)));
    for (Precision precision : Precision.values()) {
      InstructPix2Pix frozen = TinyDiffusion.pipeline(manager, precision);
      ImageEdit edit = new ImageEdit(2, ImageEdit.Start.IMAGE_TO_IMAGE, 0.9, 2, 2);
      InstructPix2Pix.Edited edited =
          frozen.edit(images, noise, frozen.instruction(ids, ids), edit, step -> {});
      check(edited.image(), edited.latents());
      assertThat(edited.image().getDataType()).isEqualTo(DataType.FLOAT32);
    }
  }

  private static void precision(NDManager manager) {
    check(Precision.FP16.cast(manager.ones(new Shape(2))));
  }

  private static void clip(NDManager manager) {
    for (Precision precision : Precision.values()) {
      clip(
          manager,
          Weights.random(
                  1, manager, weights -> new ClipModel(weights.frozen(precision), clipConfig()))
              .network());
    }
  }

  private static void clip(NDManager manager, ClipModel clip) {
    NDArray images = Tiny.gaussian(manager, "images", 2, 3, 8, 8);
    ImagePreprocessor preprocessor = new ImagePreprocessor(ImagePreprocessor.Config.centred(8));
    NDArray ids = manager.create(new long[] {8, 1, 9, 8, 2, 9}, new Shape(2, 3));
    check(clip.embedImages(preprocessor.preprocess(images)), clip.embedTexts(ids));
  }

  private static ClipModel.Config clipConfig() {
    return new ClipModel.Config(
        new TextEncoder.Config(10, 12, 24, 2, 2, 6, "quick_gelu", 9),
        new VisionEncoder.Config(16, 32, 2, 2, 8, 4, "gelu"),
        6);
  }

  private static void scores(NDManager manager) {
    Kernels scores = Kernels.of(ClipScore.class, "scores.py");
    NDArray images = Tiny.gaussian(manager, "images", 3, 6);
    check(
        scores.call("cosines", images, Tiny.gaussian(manager, "text", 1, 6)),
        scores.call("all_cosines", images, Tiny.gaussian(manager, "texts", 4, 6)),
        scores.call("directional", images, images, Tiny.gaussian(manager, "texts", 2, 6)));
  }

  private static void lpips(NDManager manager) {
    TinyWorld world = new TinyWorld(manager);
    NDArray a = Tiny.gaussian(manager, "a", 2, 3, 16, 16);
    NDArray b = Tiny.gaussian(manager, "b", 2, 3, 16, 16);
    check(world.lpips.distance(a, b));
    a.setRequiresGradient(true);
    Autograd.backward(() -> world.lpips.distance(a, world.lpips.features(b)).sum());
    check(Autograd.gradient(a, manager));
    a.setRequiresGradient(false);
    check(world.lpips.trunk(a));
  }

  private static void imageToTriplane(NDManager manager) {
    NDArray portraits = Tiny.gaussian(manager, "portraits", 1, 3, 16, 16);
    for (boolean spatial : new boolean[] {true, false}) {
      ImageToTriplane.Config config = TinyWorld.IMAGE_TO_TRIPLANE.withSpatial(spatial);
      ImageToTriplane network =
          Weights.random(3, manager, weights -> new ImageToTriplane(weights, config)).network();
      Eg3dGenerator gan = new TinyWorld(manager).generator;
      NDArray ws = gan.ws(Tiny.gaussian(manager, "z", 1, 8), 1);
      ModulatedBackbone ablation =
          Weights.random(
                  4, manager, weights -> new ModulatedBackbone(weights, config, gan, network, ws))
              .network();
      check(network.planes(portraits), ablation.planes(portraits));
    }
  }

  /** A step of fine-tuning up to its gradients. */
  private static void fineTuning(NDManager manager) {
    Kernels losses = Kernels.of(FineTuning.class, "losses.py");
    TinyWorld world = new TinyWorld(manager);
    Model<ImageToTriplane> model = TinyWorld.imageToTriplane(manager);
    model.state().requireGradient(true);
    NDArray portrait = Tiny.gaussian(manager, "portrait", 1, 3, 16, 16);
    NDArray total =
        Autograd.backward(
            () -> {
              NDArray planes = model.network().planes(portrait);
              NDArray style = world.generator.averageStyle(manager);
              NDArray image =
                  world
                      .generator
                      .render(planes, Tiny.cameras(manager, 1), style, Sampling.even())
                      .image();
              NDArray sigma =
                  world.generator.sigma(planes, Tiny.gaussian(manager, "points", 1, 6, 3));
              NDArray distance = world.lpips.distance(image, portrait).mean();
              NDArray l1 = losses.call("l1", image, portrait);
              return losses.call(
                  "total",
                  losses.call("reconstruction", l1, distance, 1.0, 1.0),
                  losses.call("density_difference", sigma),
                  1.0);
            });
    check(total);
    for (NDArray weight : model.state().arrays()) {
      check(Autograd.gradient(weight, manager));
    }
    NDArray half = portrait.toType(DataType.FLOAT16, false);
    check(losses.callIn(manager, "join_as_float", (Object) new NDArray[] {half, half}));
    check(losses.callIn(manager, "mean_of", (Object) new NDArray[] {total, total}));
  }

  private static void distillation(NDManager manager) {
    Model<FreeTriplane> field =
        Weights.random(3, manager, w -> new FreeTriplane(w, Tiny.CONFIG.backbone(), 2));
    check(field.network().planes(Tiny.gaussian(manager, "portrait", 1)));
    DistilledScore score = TinyDiffusion.score(manager);
    NDArray images = Tiny.gaussian(manager, "images", 2, 3, 16, 16);
    NDArray ids = manager.create(new long[] {18, 1, 2, 19, 19, 19}, new Shape(1, 6));
    InstructPix2Pix.Instruction instruction = TinyDiffusion.pipeline(manager).instruction(ids, ids);
    NDArray noise = Tiny.gaussian(manager, "noise", 2, 4, 4, 4);
    check(score.loss(images, instruction, 500, noise, noise, 7));
  }

  private static void inversion(NDManager manager) {
    Kernels kernels = Kernels.of(Inversion.class, "inversion.py");
    NDArray w = kernels.call("start", Tiny.gaussian(manager, "average", 8), 1L);
    NDArray noise = Tiny.gaussian(manager, "noise", 1, 1, 8);
    check(kernels.call("disturbed", w, noise, .1, 3L), kernels.call("spread", w, 3L));
    NDArray codes = Tiny.gaussian(manager, "codes", 5, 8);
    check(kernels.call("deviation", codes, Tiny.gaussian(manager, "average", 8)));
    NDArray image = Tiny.gaussian(manager, "image", 2, 3, 16, 16);
    NDArray small = kernels.call("shrunk", image, 8L);
    NDArray mean = kernels.call("mean", small);
    check(kernels.call("shrunk", image, 16L), kernels.call("square_difference", image, image));
    NDArray[] terms = {mean, kernels.call("same", mean)};
    check(kernels.callIn(manager, "weighed", terms, new double[] {1, 2}));
    NDArray[] maps = {Tiny.gaussian(manager, "map", 16, 16), Tiny.gaussian(manager, "map", 4, 4)};
    check(kernels.callIn(manager, "normalise", (Object) maps));
    check(kernels.callIn(manager, "autocorrelation", (Object) maps));
    NDArray depth = Tiny.gaussian(manager, "depth", 2, 1, 4, 4);
    NDArray cameras = Tiny.cameras(manager, 2);
    NDArray[] rays = VolumeRenderer.rays(cameras, 8);
    NDArray features = Tiny.gaussian(manager, "features", 1, 5, 8, 8);
    NDArray wanted = Tiny.gaussian(manager, "wanted", 2, 5, 8, 8);
    check(kernels.call("variation", depth));
    check(
        kernels.call(
            "warping", rays[0], rays[1], depth, Tiny.cameras(manager, 1), features, wanted));
  }

  private static void optimizer(NDManager manager) {
    Kernels optimizer = Kernels.of(Adam.class, "optimizer.py");
    NDArray[] parameters = tensors(manager);
    for (double decay : new double[] {0, .01}) {
      for (double clip : new double[] {0, 1}) {
        try (GradMode off = GradMode.off()) {
          NDArray[] gradients = tensors(manager);
          NDArray norm = optimizer.call("norm", (Object) gradients);
          check(
              norm,
              optimizer.call(
                  "adam",
                  parameters,
                  gradients,
                  tensors(manager),
                  tensors(manager),
                  norm,
                  .1,
                  .9,
                  .99,
                  1e-8,
                  decay,
                  clip,
                  1));
          check(optimizer.call("average", parameters, tensors(manager), .5));
          NDArray numbers = optimizer.call("numbers", (Object) new NDArray[] {norm, norm});
          check(numbers, optimizer.call("joined", (Object) new NDArray[] {numbers, numbers}));
        }
      }
    }
  }

  private static void noise(NDManager manager) {
    NDArray beside = tensors(manager)[0];
    check(UniformTensor.of(new CounterNoise(1), 2, 3, new Shape(2, 3), beside, manager));
  }

  private static void upload(NDManager manager) {
    check(Upload.create(new float[] {1, 2}, new Shape(2), manager));
  }

  private static NDArray[] tensors(NDManager manager) {
    return new NDArray[] {manager.ones(new Shape(2, 3)), manager.ones(new Shape(4))};
  }

  private static void autograd(NDManager manager) {
    NDArray target = manager.zeros(new Shape(2));
    Autograd.overwrite(target, manager.ones(new Shape(2)));
    check(target, Autograd.gradient(target, manager), Autograd.leaf(target, manager));
  }

  private static void memory(NDManager manager) {
    Kernels memory = Kernels.of(RawMemory.class, "memory.py");
    NDArray half = memory.call("empty", tensors(manager)[0], new long[] {3, 4}, 5);
    check(half, memory.call("cast", half, 6));
  }

  private static void batch(NDManager manager) {
    check(Batch.join(List.of(tensors(manager)[0], tensors(manager)[0]), manager));
  }

  private static void layers(NDManager manager, String library) {
    Kernels kernels = Kernels.of(Packing.class, library);
    NDArray x = manager.ones(new Shape(1, 2, 4, 4));
    NDArray weight = manager.ones(new Shape(2, 2, 3, 3));
    NDArray bias = manager.ones(new Shape(2));
    NDArray tokens = manager.ones(new Shape(1, 3, 2));
    NDArray linear = manager.ones(new Shape(2, 2));
    List<NDArray> results = new ArrayList<>();
    results.add(kernels.call("convolution", x, weight, bias, 2, 1));
    results.add(kernels.call("linear", tokens, linear, bias));
    results.add(kernels.call("linear_plus", tokens, linear, bias, tokens));
    results.add(
        kernels.call("gated", tokens, manager.ones(new Shape(4, 2)), manager.ones(new Shape(4))));
    check(results.toArray(NDArray[]::new));
  }

  private static void winograd(NDManager manager) {
    Kernels kernels = Kernels.of(Winograd.class, Winograd.LIBRARY);
    NDArray weight = kernels.call("winograd_weight", manager.ones(new Shape(3, 2, 3, 3)));
    check(weight, kernels.call("winograd", manager.ones(new Shape(2, 2, 8, 8)), weight));
  }

  private static void check(NDArray... results) {
    for (NDArray result : results) {
      assertThat(result.getDevice().getDeviceType()).isEqualTo(META);
    }
  }
}
