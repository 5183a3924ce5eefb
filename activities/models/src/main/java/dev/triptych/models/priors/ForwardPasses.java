package dev.triptych.models.priors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.finite.Finite;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Each network once, on noise, at the smallest size that goes through all of it. Only the network
 * itself is loaded.
 *
 * @param look at what comes out, and its name; may throw
 */
record ForwardPasses(BiConsumer<NDArray, String> look) {
  /** Whatever comes out must be finite. */
  static final ForwardPasses FINITE =
      new ForwardPasses(
          (output, name) ->
              Finite.require(output.toFloatArray(), "what " + name + " gives for noise"));

  private static final CounterNoise NOISE = new CounterNoise(1);
  private static final int RAYS = 32; // a side, at most
  private static final int LATENTS = 8; // a side, at most, beside a UNet's own step

  void generator(Networks networks) {
    Eg3dGenerator generator = networks.generator();
    Eg3dConfig config = generator.config();
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      NDArray cameras = Camera.labels(List.of(config.cameras().frontal()), manager);
      NDArray z = noise(manager, 1, config.zDim());
      NDArray ws = generator.ws(z, cameras, 0.7);
      NDArray image =
          generator
              .render(
                  generator.planes(ws),
                  cameras,
                  generator.renderStyle(ws),
                  Sampling.even(),
                  Math.min(RAYS, config.rendering().size()))
              .image();
      look.accept(image, "eg3d");
    }
  }

  void autoencoder(Networks networks) {
    AutoencoderKL vae = networks.autoencoder(Precision.FP32);
    AutoencoderKL.Config config = vae.config();
    int side = LATENTS * config.reduction();
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      NDArray latents = vae.encode(noise(manager, 1, config.inChannels(), side, side)).mean();
      look.accept(latents, "vae's encoder");
      look.accept(vae.decode(latents), "vae's decoder");
    }
  }

  void unet(Networks networks) {
    UNet2DConditionModel unet = networks.unet(Precision.FP32);
    UNet2DConditionModel.Config config = unet.config();
    int side = Math.max(LATENTS, 1 << (config.blockOutChannels().size() - 1));
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      NDArray text = noise(manager, 1, 4, config.crossAttentionDim());
      NDArray sample = noise(manager, 1, config.inChannels(), side, side);
      NDArray times = manager.create(new float[] {500});
      look.accept(unet.forward(sample, times, unet.promptContext(text)), "unet");
    }
  }

  void text(Networks networks) {
    TextEncoder text = networks.textEncoder(Precision.FP32);
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      look.accept(text.forward(ids(manager, text.config())), "text");
    }
  }

  void clip(Networks networks) {
    ClipModel clip = networks.clip();
    int side = clip.config().vision().imageSize();
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      look.accept(clip.embedImages(noise(manager, 1, 3, side, side)), "clip's images");
      look.accept(clip.embedTexts(ids(manager, clip.config().text())), "clip's texts");
    }
  }

  void lpips(Networks networks) {
    Lpips lpips = networks.lpips();
    int side = LATENTS << lpips.config().widths().size();
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      NDArray image = noise(manager, 1, 3, side, side);
      look.accept(lpips.distance(image, manager.zeros(image.getShape())), "lpips");
    }
  }

  /** Its configuration shapes every portrait's network; its tensors may be left out. */
  void imageToTriplane(Networks networks) {
    ImageToTriplane.Config config = networks.imageToTriplaneConfig();
    TensorSource tensors = networks.pretrainedImageToTriplane();
    if (tensors == null) {
      return;
    }
    try (GradMode off = GradMode.off();
        NDManager manager = networks.newManager()) {
      ImageToTriplane network =
          Weights.load(tensors, manager, weights -> new ImageToTriplane(weights, config)).network();
      NDArray portrait = noise(manager, 1, 3, config.imageSize(), config.imageSize());
      look.accept(network.synthesise(network.encode(portrait)), "i2t");
    }
  }

  /** The first and the last token, which ends texts. */
  private static NDArray ids(NDManager manager, TextEncoder.Config config) {
    return manager.create(new long[] {0, config.eosTokenId()}, new Shape(1, 2));
  }

  private static NDArray noise(NDManager manager, long... sizes) {
    Shape shape = new Shape(sizes);
    return manager.create(NOISE.gaussian(0, (int) shape.size()), shape);
  }
}
