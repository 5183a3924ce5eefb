package dev.triptych.models.priors.imports;

import dev.triptych.models.checkpoints.Checkpoints;
import dev.triptych.models.checkpoints.LatentDiffusionNames;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.priors.PriorPart;
import dev.triptych.models.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The editor out of a file of the original code, which has all networks and no configuration.
 *
 * @param unet its sizes, which such a file does not tell
 */
record LatentDiffusionEditor(
    UNet2DConditionModel.Config unet,
    AutoencoderKL.Config vae,
    TextEncoder.Config text,
    Ddim.Config scheduler) {

  /** InstructPix2Pix on Stable Diffusion 1.5, the only one in use. */
  static LatentDiffusionEditor instructPix2Pix() {
    return new LatentDiffusionEditor(
        UNet2DConditionModel.Config.instructPix2Pix(),
        AutoencoderKL.Config.stableDiffusion(),
        TextEncoder.Config.stableDiffusion(),
        Ddim.Config.stableDiffusion());
  }

  /**
   * @return null if there are problems
   */
  @Nullable PartDraft read(Path file, Problems problems) {
    TensorSource all = problems.attempt(() -> open(file));
    if (all == null) {
      return null;
    }
    List<Path> files = List.of(file);
    NetworkDraft unetDraft =
        problems.attempt(
            "unet",
            () ->
                NetworkDraft.fit(
                    "unet",
                    unet,
                    w -> new UNet2DConditionModel(w, unet),
                    LatentDiffusionNames.unet(all),
                    files));
    NetworkDraft vaeDraft =
        problems.attempt(
            "vae",
            () ->
                NetworkDraft.fit(
                    "vae",
                    vae,
                    w -> new AutoencoderKL(w, vae),
                    LatentDiffusionNames.vae(all),
                    files));
    NetworkDraft textDraft =
        problems.attempt(
            "text",
            () ->
                NetworkDraft.fit(
                    "text",
                    text,
                    w -> new TextEncoder(w.at("text_model"), text),
                    LatentDiffusionNames.textEncoder(all),
                    files));
    if (unetDraft == null || vaeDraft == null || textDraft == null) {
      return null;
    }
    List<String> notes = new ArrayList<>();
    if (LatentDiffusionNames.isAveraged(all)) {
      notes.add("The UNet's weights are those averaged over its training, as its code uses them.");
    }
    return PartDraft.of(
        PriorPart.EDIT,
        "--edit " + file,
        Map.of("scheduler", scheduler),
        List.of(unetDraft, vaeDraft, textDraft),
        null,
        notes);
  }

  private static TensorSource open(Path file) {
    TensorSource all = Checkpoints.open(file);
    if (!LatentDiffusionNames.matches(all)) {
      throw new ImportException(
          "--edit " + file,
          "its tensors do not have the names of the original Stable Diffusion code",
          "Name a .ckpt of that code, or the folder of a pipeline of diffusers.");
    }
    return all;
  }
}
