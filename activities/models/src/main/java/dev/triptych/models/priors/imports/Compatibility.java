package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.priors.PriorPart;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the parts of a set fit each other, as far as they are there. */
final class Compatibility {
  private static final String MEND = "Use parts of one size, in a set of their own.";

  private final Map<String, JsonNode> configs;
  private final Map<PriorPart, String> labels;
  private final Problems problems;

  /**
   * @param configs of the set as it will be, by role
   * @param labels where each part comes from, for messages
   */
  Compatibility(Map<String, JsonNode> configs, Map<PriorPart, String> labels, Problems problems) {
    this.configs = configs;
    this.labels = labels;
    this.problems = problems;
  }

  /**
   * @param tokens of the set's vocabulary, or 0 if it has none yet
   */
  void check(int tokens) {
    UNet2DConditionModel.Config unet = config("unet", UNet2DConditionModel.Config.class);
    AutoencoderKL.Config vae = config("vae", AutoencoderKL.Config.class);
    ClipModel.Config clip = config("clip", ClipModel.Config.class);
    TextEncoder.Config own = config("text", TextEncoder.Config.class);
    TextEncoder.Config tower = clip == null ? null : clip.text();
    TextEncoder.Config text = own == null ? tower : own;
    Eg3dConfig eg3d = config("eg3d", Eg3dConfig.class);
    if (unet != null && vae != null) {
      editor(unet, vae, eg3d);
    }
    if (unet != null && text != null && unet.crossAttentionDim() != text.hiddenSize()) {
      problem(
          own == null && labels.containsKey(PriorPart.CLIP) ? PriorPart.CLIP : PriorPart.EDIT,
          "the UNet listens to texts of width %d, and the text encoder gives %d",
          unet.crossAttentionDim(),
          text.hiddenSize());
    }
    if (own != null && tower != null) {
      towers(own, tower);
    }
    vocabulary(PriorPart.EDIT, own, tokens);
    vocabulary(PriorPart.CLIP, tower, tokens);
  }

  private void editor(
      UNet2DConditionModel.Config unet, AutoencoderKL.Config vae, @Nullable Eg3dConfig eg3d) {
    if (unet.inChannels() != 2 * vae.latentChannels()
        || unet.outChannels() != vae.latentChannels()) {
      problems.add(
          label(PriorPart.EDIT),
          String.format(
              Locale.ROOT,
              "its UNet takes %d channels and gives %d, and InstructPix2Pix's takes %d (noisy"
                  + " latents and the picture's) and gives %d",
              unet.inChannels(),
              unet.outChannels(),
              2 * vae.latentChannels(),
              vae.latentChannels()),
          "Use a checkpoint of InstructPix2Pix; a plain Stable Diffusion cannot edit.");
    }
    int step = vae.reduction() << (unet.blockOutChannels().size() - 1);
    if (eg3d != null && eg3d.imageSize() % step != 0) {
      problem(
          PriorPart.EDIT,
          "it edits pictures of a multiple of %d pixels, and the generator makes them with %d",
          step,
          eg3d.imageSize());
    }
  }

  /** One tokenizer serves both. */
  private void towers(TextEncoder.Config own, TextEncoder.Config tower) {
    PriorPart newer = labels.containsKey(PriorPart.CLIP) ? PriorPart.CLIP : PriorPart.EDIT;
    if (own.vocabSize() != tower.vocabSize()) {
      problem(
          newer,
          "CLIP reads a vocabulary of %d tokens, and the editor's text encoder one of %d",
          tower.vocabSize(),
          own.vocabSize());
    }
    if (own.maxPositionEmbeddings() != tower.maxPositionEmbeddings()) {
      problem(
          newer,
          "CLIP reads texts of %d tokens, and the editor's text encoder of %d",
          tower.maxPositionEmbeddings(),
          own.maxPositionEmbeddings());
    }
  }

  private void vocabulary(PriorPart part, TextEncoder.@Nullable Config text, int tokens) {
    if (text != null && tokens > 0 && text.vocabSize() != tokens) {
      problem(
          part,
          "it reads a vocabulary of %d tokens, and the tokenizer has %d",
          text.vocabSize(),
          tokens);
    }
  }

  private void problem(PriorPart part, String what, int first, int second) {
    problems.add(label(part), String.format(Locale.ROOT, what, first, second), MEND);
  }

  private String label(PriorPart part) {
    return labels.getOrDefault(part, "the set's " + part.word());
  }

  private <T> @Nullable T config(String role, Class<T> type) {
    JsonNode node = configs.get(role);
    try {
      return node == null ? null : JsonMapper.builder().build().treeToValue(node, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      problems.add("the set's configuration of '" + role + "'", "it cannot be used", MEND);
      return null;
    }
  }
}
