package dev.triptych.models.priors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.i2t.ImageToTriplane;
import dev.triptych.models.lpips.Lpips;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The paper's networks: EG3D for FFHQ at 512 pixels, InstructPix2Pix on Stable Diffusion 1.5, CLIP
 * ViT-B/32, LPIPS on VGG16, and the image-to-triplane network that goes with them.
 */
public final class PaperNetworks {
  /** Name of the prior set of the public checkpoints. */
  public static final String SET = "ffhq512-128";

  /** Side of the final images in pixels. */
  public static final int IMAGE_SIZE = 512;

  private static final int TOKENS = 77; // of both of CLIP's text encoders
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private PaperNetworks() {}

  /** Configurations by the roles of {@link Networks}. */
  public static Map<String, JsonNode> configs() {
    Map<String, JsonNode> configs = new TreeMap<>();
    configs.put("eg3d", JSON.valueToTree(Eg3dConfig.ffhq512()));
    configs.put("unet", JSON.valueToTree(UNet2DConditionModel.Config.instructPix2Pix()));
    configs.put("vae", JSON.valueToTree(AutoencoderKL.Config.stableDiffusion()));
    configs.put("text", JSON.valueToTree(TextEncoder.Config.stableDiffusion()));
    configs.put("scheduler", JSON.valueToTree(Ddim.Config.stableDiffusion()));
    configs.put("clip", JSON.valueToTree(ClipModel.Config.vitB32()));
    configs.put("preprocessor", JSON.valueToTree(ImagePreprocessor.Config.clip()));
    configs.put("tokenizer", JSON.valueToTree(new Networks.TokenizerConfig(TOKENS)));
    configs.put("lpips", JSON.valueToTree(Lpips.Config.vgg16()));
    configs.put("i2t", JSON.valueToTree(ImageToTriplane.Config.ffhq512()));
    return Collections.unmodifiableMap(configs);
  }

  /** The settings of section 4.1, in the form of an experiment specification. */
  public static JsonNode recommendations() {
    try (InputStream in =
        Objects.requireNonNull(
            PaperNetworks.class.getResourceAsStream("paper-recommendations.json"))) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
