package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.checkpoints.AutoencoderNames;
import dev.triptych.models.checkpoints.TextEncoderNames;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.priors.PriorPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The editor out of a pipeline folder of diffusers. */
final class DiffusersEditor {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "diffusion_pytorch_model";

  private final HubFolder folder;
  private final boolean half;
  private final Problems problems;
  private final List<String> notes = new ArrayList<>();

  private DiffusersEditor(HubFolder folder, boolean half, Problems problems) {
    this.folder = folder;
    this.half = half;
    this.problems = problems;
  }

  /**
   * @param half whether files with 16-bit numbers are as good as others
   * @return null if there are problems
   */
  static @Nullable PartDraft read(HubFolder folder, String label, boolean half, Problems problems) {
    return new DiffusersEditor(folder, half, problems).read(label);
  }

  private @Nullable PartDraft read(String label) {
    problems.attempt(() -> components(folder.file("model_index.json")));
    NetworkDraft unet = problems.attempt("unet", this::unet);
    NetworkDraft vae = problems.attempt("vae", this::autoencoder);
    NetworkDraft text = problems.attempt("text", this::textEncoder);
    Ddim.Config scheduler = problems.attempt("scheduler", this::scheduler);
    Vocabulary vocabulary = problems.attempt(() -> vocabulary(folder.below("tokenizer")));
    if (unet == null || vae == null || text == null || scheduler == null) {
      return null;
    }
    Map<String, Object> configs = new LinkedHashMap<>(Map.of("scheduler", scheduler));
    List<NetworkDraft> networks = List.of(unet, vae, text);
    return PartDraft.of(PriorPart.EDIT, label, configs, networks, vocabulary, notes);
  }

  /** The classes that the pipeline is made of. */
  private boolean components(Path index) {
    if (!folder.has("model_index.json")) {
      notes.add("There is no model_index.json; its folders were taken for a pipeline's.");
      return true;
    }
    ObjectNode components = ForeignJson.object(index, ForeignJson.CONFIG);
    Settings classes = Settings.of(classes(components), index);
    classes
        .only("unet", "UNet2DConditionModel")
        .only("vae", "AutoencoderKL")
        .only("text_encoder", "CLIPTextModel")
        .none("text_encoder_2")
        .none("transformer");
    classes.refuse();
    return true;
  }

  /** {@code {"unet": ["diffusers", "UNet2DConditionModel"]}} as {@code {"unet": "UNet2D…"}}. */
  private static ObjectNode classes(ObjectNode components) {
    ObjectNode classes = components.objectNode();
    components
        .properties()
        .forEach(
            component -> {
              JsonNode name = component.getValue().path(1);
              if (name.isTextual()) {
                classes.set(component.getKey(), name);
              }
            });
    return classes;
  }

  private NetworkDraft unet() {
    HubFolder below = folder.below("unet");
    Settings settings = Settings.read(below.file(CONFIG));
    ObjectNode json = settings.json();
    if (settings.says("num_attention_heads")) { // takes the other's place if it is there
      json.set("attention_head_dim", json.get("num_attention_heads"));
    }
    JsonNode layers = json.path("layers_per_block");
    if (layers.isArray() && !layers.isEmpty()) {
      settings.only("layers_per_block", layers.get(0).numberValue());
      json.set("layers_per_block", layers.get(0));
    }
    settings
        .known(
            "sample_size", "in_channels", "out_channels", "block_out_channels", "layers_per_block")
        .known("attention_head_dim", "num_attention_heads", "cross_attention_dim")
        .known("norm_num_groups", "use_linear_projection", "upcast_attention", "down_block_types")
        .known("addition_embed_type_num_heads", "mid_block_only_cross_attention")
        .only("center_input_sample", false)
        .only("flip_sin_to_cos", true)
        .only("freq_shift", 0)
        .only("down_block_types", "CrossAttnDownBlock2D", "DownBlock2D")
        .only("mid_block_type", "UNetMidBlock2DCrossAttn")
        .only("only_cross_attention", false)
        .only("downsample_padding", 1)
        .only("mid_block_scale_factor", 1)
        .only("dropout", 0)
        .only("act_fn", "silu", "swish")
        .only("norm_eps", 1e-5)
        .only("transformer_layers_per_block", 1)
        .only("dual_cross_attention", false)
        .only("resnet_time_scale_shift", "default", "scale_shift")
        .only("resnet_skip_time_act", false)
        .only("resnet_out_scale_factor", 1)
        .only("time_embedding_type", "positional")
        .only("conv_in_kernel", 3)
        .only("conv_out_kernel", 3)
        .only("attention_type", "default")
        .only("class_embeddings_concat", false);
    Stream.of(
            "reverse_transformer_layers_per_block",
            "encoder_hid_dim",
            "encoder_hid_dim_type",
            "class_embed_type",
            "addition_embed_type",
            "addition_time_embed_dim",
            "num_class_embeds",
            "time_embedding_dim",
            "time_embedding_act_fn",
            "timestep_post_act",
            "time_cond_proj_dim",
            "projection_class_embeddings_input_dim",
            "cross_attention_norm")
        .forEach(settings::none);
    mirrored(json, settings);
    UNet2DConditionModel.Config config = settings.as(UNet2DConditionModel.Config.class, notes);
    HubFolder.Found found = below.weights(WEIGHTS, half);
    return NetworkDraft.fit(
        "unet", config, w -> new UNet2DConditionModel(w, config), found.tensors(), found.files());
  }

  /** The way up must be the way down, backwards. */
  private static void mirrored(ObjectNode json, Settings settings) {
    if (!json.path("down_block_types").isArray() || !json.path("up_block_types").isArray()) {
      settings.known("up_block_types");
      return;
    }
    List<String> up = new ArrayList<>();
    json.get("down_block_types").forEach(type -> up.add(type.asText().replace("Down", "Up")));
    Collections.reverse(up);
    List<String> stored = new ArrayList<>();
    json.get("up_block_types").forEach(type -> stored.add(type.asText()));
    if (stored.equals(up)) {
      settings.known("up_block_types");
    } else {
      settings.only("up_block_types", String.join(", ", up));
    }
  }

  private NetworkDraft autoencoder() {
    HubFolder below = folder.below("vae");
    Settings settings = Settings.read(below.file(CONFIG));
    settings
        .known("in_channels", "out_channels", "block_out_channels", "layers_per_block")
        .known("latent_channels", "norm_num_groups", "scaling_factor", "sample_size")
        .known("force_upcast", "mid_block_add_attention")
        .only("down_block_types", "DownEncoderBlock2D")
        .only("up_block_types", "UpDecoderBlock2D")
        .only("act_fn", "silu", "swish")
        .only("use_quant_conv", true)
        .only("use_post_quant_conv", true)
        .only("patch_size", 1)
        .none("shift_factor")
        .none("latents_mean")
        .none("latents_std");
    AutoencoderKL.Config config = settings.as(AutoencoderKL.Config.class, notes);
    HubFolder.Found found = below.weights(WEIGHTS, half);
    return NetworkDraft.fit(
        "vae",
        config,
        w -> new AutoencoderKL(w, config),
        AutoencoderNames.today(found.tensors()),
        found.files());
  }

  private NetworkDraft textEncoder() {
    HubFolder below = folder.below("text_encoder");
    TextEncoder.Config config =
        ClipSettings.text(Settings.read(below.file(CONFIG))).as(TextEncoder.Config.class, notes);
    HubFolder.Found found = below.weights("model", half);
    return NetworkDraft.fit(
        "text",
        config,
        w -> new TextEncoder(w.at("text_model"), config),
        TextEncoderNames.today(found.tensors()),
        found.files());
  }

  /**
   * The noise schedule; the sampler itself is DDIM whatever the file names. What it leaves out
   * takes Stable Diffusion 1.x's values rather than those of a scheduler's class, which are others.
   */
  private Ddim.Config scheduler() {
    HubFolder below = folder.below("scheduler");
    Settings settings = Settings.read(below.file("scheduler_config.json"));
    settings
        .known("num_train_timesteps", "beta_start", "beta_end", "steps_offset", "set_alpha_to_one")
        .known("clip_sample", "clip_sample_range", "timestep_spacing", "skip_prk_steps")
        .known("interpolation_type", "dynamic_thresholding_ratio", "sample_max_value")
        .known("use_karras_sigmas", "final_sigmas_type", "variance_type")
        .only("beta_schedule", "scaled_linear")
        .only("prediction_type", "epsilon")
        .only("thresholding", false)
        .only("rescale_betas_zero_snr", false)
        .none("trained_betas");
    Ddim.Config config = settings.as(Ddim.Config.class, notes);
    String sampler = settings.json().path("_class_name").asText("");
    if (!sampler.isEmpty() && !sampler.equals("DDIMScheduler")) {
      notes.add("Edits are sampled with DDIM, as in the paper, instead of " + sampler + ".");
    }
    List<String> left =
        Stream.of("beta_start", "beta_end", "steps_offset", "set_alpha_to_one", "clip_sample")
            .filter(key -> !settings.says(key))
            .toList();
    if (!left.isEmpty()) {
      notes.add(
          "scheduler_config.json leaves out "
              + String.join(", ", left)
              + ": Stable Diffusion 1.x's values were taken.");
    }
    return config;
  }

  private static @Nullable Vocabulary vocabulary(HubFolder tokenizer) {
    String padding = TokenizerFiles.strangePadding(tokenizer);
    if (padding != null) {
      throw new ImportException(
          tokenizer.path().toString(),
          "texts are filled up with \""
              + padding
              + "\", and the editor here does so with "
              + Vocabulary.END,
          "Use a checkpoint of Stable Diffusion 1.x.");
    }
    return TokenizerFiles.find(tokenizer);
  }
}
