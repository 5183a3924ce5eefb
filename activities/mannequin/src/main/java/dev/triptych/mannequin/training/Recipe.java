package dev.triptych.mannequin.training;

import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Backbone;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Mapping;
import dev.triptych.models.eg3d.OsgDecoder;
import dev.triptych.models.eg3d.PlaneLayout;
import dev.triptych.models.eg3d.SuperResolution;
import dev.triptych.models.eg3d.VolumeRenderer;
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

  // Lengths with effort 1; the training log tells what they gave.
  static final int CLIP_STEPS = 1800;
  static final int VAE_STEPS = 1500;
  static final int UNET_STEPS = 4000;
  static final int MAPPING_STEPS = 2500;
  static final int EG3D_STEPS = 4000;
  static final int I2T_STEPS = 2500;

  private static final int PAIRS_PER_STYLE = 300;
  private static final int FEWEST_PER_STYLE = 11; // ten of them are held out

  /** As many of each style. */
  int pairs() {
    int each = Math.max(FEWEST_PER_STYLE, (int) Math.round(PAIRS_PER_STYLE * effort));
    return Styles.all().size() * each;
  }

  /**
   * @param full number of steps with effort 1
   */
  int steps(int full) {
    return Math.max(1, (int) Math.round(full * effort));
  }

  static Eg3dConfig generator() {
    return new Eg3dConfig(
        64,
        0,
        64,
        new Mapping.Config(3, 96, 1),
        new Backbone.Config(List.of(128, 128, 96, 64), 16, true),
        // The head fills ±0.33: 20·softplus needs outputs near 4 where EG3D's density needs 80.
        new OsgDecoder.Config(32, 0.7, PlaneLayout.ORTHOGONAL, 20, -2),
        new VolumeRenderer.Config(2.30, 3.08, 24, 0, true, 32),
        new SuperResolution.Config(
            32,
            List.of(new SuperResolution.Block(48, false), new SuperResolution.Block(24, true)),
            0,
            false,
            true),
        new Camera.Rig(Camera.Angles.TRUE, 2.7, 0, Camera.FFHQ_FOCAL));
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
    return new ImageToTriplane.Config(
        PortraitBatches.SIZE,
        List.of(16, 48, 64, 96),
        64,
        true,
        32,
        List.of(128, 128, 96, 64),
        48,
        PLANE_SCALE,
        true);
  }

  static Pretraining.Data pretraining() {
    return new Pretraining.Data(10, 3000, 1);
  }

  static Training.Plan pretraining(int steps) {
    return new Training.Plan(
        steps, Adam.Config.of(5e-2, .9, .99), new Schedule(50, .5, .02), 0, Math.min(steps, 250));
  }
}
