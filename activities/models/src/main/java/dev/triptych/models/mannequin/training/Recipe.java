package dev.triptych.models.mannequin.training;

import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.i2t.Pretraining;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import java.util.List;

/**
 * Sizes and lengths of the mannequin priors.
 *
 * @param effort scales the numbers of steps; 1 is the recipe behind the bundled set
 */
record Recipe(double effort) {
  static final int TOKENS = 24;

  /** Standard deviation of the generator's triplanes, measured after its training. */
  static final double PLANE_SCALE = 12.1;

  int pairs() {
    return 26 * Math.max(11, (int) Math.round(300 * effort));
  }

  int steps(Step step) {
    int full =
        switch (step) {
          case RENDER_PAIRS -> 1;
          case CLIP -> 1800;
          case VAE -> 1500;
          case UNET -> 4000;
          case MAPPING -> 2500;
          case EG3D -> 4000;
          case I2T -> 2500;
        };
    return Math.max(1, (int) Math.round(full * effort));
  }

  static Eg3dConfig generator() {
    return Eg3dConfig.mannequin();
  }

  static ClipModel.Config clip(Tokenizer tokenizer) {
    return new ClipModel.Config(
        new TextEncoder.Config(
            tokenizer.vocabulary().size(),
            64,
            256,
            2,
            4,
            TOKENS,
            "quick_gelu",
            tokenizer.vocabulary().end()),
        new VisionEncoder.Config(96, 384, 4, 4, 64, 8, "quick_gelu"),
        64);
  }

  static Lpips.Config lpips() {
    return new Lpips.Config(List.of(16, 32, 64, 64), List.of(2, 2, 2, 2), 1e-3);
  }

  static AutoencoderKL.Config vae(double scalingFactor) {
    return new AutoencoderKL.Config(3, 3, List.of(48, 64), 1, 4, 8, scalingFactor, false, 2);
  }

  static UNet2DConditionModel.Config unet() {
    String attending = "CrossAttnDownBlock2D";
    return new UNet2DConditionModel.Config(
        8,
        4,
        List.of(48, 96),
        1,
        List.of(attending, attending),
        List.of(2, 4),
        64,
        8,
        "scale_shift");
  }

  /** A network this small strays: its guesses of the clean latents stay within four deviations. */
  static Ddim.Config scheduler() {
    return Ddim.Config.stableDiffusion().withClipSample(4);
  }

  /** What suits a network this small: large text guidance over-saturates it. */
  static ImageEdit edit() {
    return new ImageEdit(20, ImageEdit.Start.IMAGE_TO_IMAGE, .9, 2.5, 1.5);
  }

  static ImageToTriplane.Config imageToTriplane() {
    return ImageToTriplane.Config.mannequin(PLANE_SCALE);
  }

  static Pretraining.Data pretraining() {
    return new Pretraining.Data(10, 3000, 1);
  }

  static Training.Plan pretraining(int steps) {
    return new Training.Plan(
        steps, Adam.Config.of(5e-2, .9, .99), new Schedule(50, .5, .02), 0, Math.min(steps, 250));
  }
}
