package dev.triptych.models.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.PromptContext;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Precision;
import java.util.List;

/** The networks at the paper's size. */
final class Paper {
  private Paper() {}

  static void run(String name, Precision precision, Turns turns) {
    Measured.evaluate(
        turns,
        switch (name) {
          case "unet" -> unet(precision);
          case "vae-encode" -> autoencoder(true, precision);
          case "vae-decode" -> autoencoder(false, precision);
          case "clip" -> clip(ClipModel.Config.vitB32(), 224, precision);
          case "lpips" -> Measured.lpips(Lpips.Config.vgg16(), 256, false);
          case "lpips-gradient" -> Measured.lpips(Lpips.Config.vgg16(), 256, true);
          case "eg3d-backbone" -> backbone(Eg3dConfig.ffhq512(), .7);
          case "eg3d-volume" -> volume();
          case "eg3d-super-resolution" -> superResolution();
          default -> throw new IllegalArgumentException("no case " + name);
        });
  }

  private static Measured.Case unet(Precision precision) {
    return manager -> {
      UNet2DConditionModel unet =
          Measured.network(
              Measured.PLAIN,
              manager,
              w ->
                  new UNet2DConditionModel(
                      w.frozen(precision), UNet2DConditionModel.Config.instructPix2Pix()));
      NDArray sample = Measured.input(manager, "sample", 3, 8, 32, 32);
      PromptContext context = unet.promptContext(Measured.input(manager, "text", 3, 77, 768));
      return scope ->
          unet.forward(Measured.in(scope, sample), scope.full(new Shape(3), 500f), context);
    };
  }

  private static Measured.Case autoencoder(boolean encode, Precision precision) {
    return manager -> {
      AutoencoderKL vae =
          Measured.network(
              Measured.PLAIN,
              manager,
              w -> new AutoencoderKL(w.frozen(precision), AutoencoderKL.Config.stableDiffusion()));
      NDArray image = Measured.input(manager, "image", 1, 3, 256, 256);
      NDArray latent = Measured.input(manager, "latent", 1, 4, 32, 32);
      return scope ->
          encode
              ? vae.encode(Measured.in(scope, image)).mean()
              : vae.decode(Measured.in(scope, latent));
    };
  }

  static Measured.Case clip(ClipModel.Config config, int size, Precision precision) {
    return manager -> {
      ClipModel clip =
          Measured.network(
              Measured.PLAIN, manager, w -> new ClipModel(w.frozen(precision), config));
      NDArray pixels = Measured.input(manager, "pixels", 8, 3, size, size);
      return scope -> clip.embedImages(Measured.in(scope, pixels));
    };
  }

  static Measured.Case backbone(Eg3dConfig config, double psi) {
    return manager -> {
      Eg3dGenerator eg3d =
          Measured.network(Measured.EG3D, manager, w -> new Eg3dGenerator(w.frozen(), config));
      NDArray z = Measured.input(manager, "z", 1, config.zDim());
      NDArray frontal = Camera.labels(List.of(config.cameras().frontal()), manager);
      return scope -> eg3d.planes(eg3d.ws(Measured.in(scope, z), Measured.in(scope, frontal), psi));
    };
  }

  private static Measured.Case volume() {
    Eg3dConfig config = Eg3dConfig.ffhq512();
    return manager -> {
      Eg3dGenerator eg3d =
          Measured.network(Measured.EG3D, manager, w -> new Eg3dGenerator(w.frozen(), config));
      NDArray planes = Measured.input(manager, "planes", 1, 96, 256, 256);
      NDArray frontal = Camera.labels(List.of(config.cameras().frontal()), manager);
      return scope ->
          eg3d.renderer().render(Measured.in(scope, frontal), planes, Sampling.even()).features();
    };
  }

  private static Measured.Case superResolution() {
    return manager -> {
      Eg3dGenerator eg3d =
          Measured.network(
              Measured.EG3D, manager, w -> new Eg3dGenerator(w.frozen(), Eg3dConfig.ffhq512()));
      NDArray features = Measured.input(manager, "features", 1, 32, 128, 128);
      NDArray style = Measured.input(manager, "style", 1, 512);
      return scope -> eg3d.superResolution().forward(Measured.in(scope, features), style);
    };
  }
}
