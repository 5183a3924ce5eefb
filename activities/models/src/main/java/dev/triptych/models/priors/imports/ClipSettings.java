package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import java.nio.file.Path;
import java.util.List;

/** CLIP's configurations as transformers writes them. */
final class ClipSettings {
  private static final int BICUBIC = 3; // PIL's number

  private ClipSettings() {}

  /** Those of a text tower. */
  static Settings text(Settings settings) {
    return tower(settings)
        .known("vocab_size", "max_position_embeddings", "eos_token_id", "bos_token_id")
        .known("pad_token_id")
        .only("hidden_act", "quick_gelu", "gelu");
  }

  private static Settings vision(Settings settings) {
    return tower(settings)
        .known("image_size", "patch_size")
        .only("num_channels", 3)
        .only("hidden_act", "quick_gelu", "gelu");
  }

  /** transformers writes all settings of text generation too, none of which CLIP has a use for. */
  private static Settings tower(Settings settings) {
    ObjectNode json = settings.json();
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (GENERATION.contains(key)) {
                settings.known(key);
              }
            });
    return settings
        .known("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")
        .known("projection_dim", "model_type", "architectures", "torch_dtype", "dtype")
        .known("transformers_version", "initializer_factor", "initializer_range")
        .known("attention_dropout", "dropout")
        .only("layer_norm_eps", 1e-5);
  }

  private static final List<String> GENERATION =
      List.of(
          "add_cross_attention",
          "bad_words_ids",
          "chunk_size_feed_forward",
          "cross_attention_hidden_size",
          "decoder_start_token_id",
          "diversity_penalty",
          "do_sample",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "finetuning_task",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "gradient_checkpointing",
          "id2label",
          "is_decoder",
          "is_encoder_decoder",
          "label2id",
          "length_penalty",
          "max_length",
          "min_length",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "output_attentions",
          "output_hidden_states",
          "output_scores",
          "prefix",
          "problem_type",
          "pruned_heads",
          "remove_invalid_values",
          "repetition_penalty",
          "return_dict",
          "return_dict_in_generate",
          "sep_token_id",
          "task_specific_params",
          "temperature",
          "tf_legacy_loss",
          "tie_encoder_decoder",
          "tie_word_embeddings",
          "tokenizer_class",
          "top_k",
          "top_p",
          "torchscript",
          "typical_p",
          "use_bfloat16",
          "use_cache",
          "exponential_decay_length_penalty",
          "suppress_tokens",
          "begin_suppress_tokens");

  /** Those of both towers. */
  static ClipModel.Config both(Path file, List<String> notes) {
    ObjectNode json = ForeignJson.object(file, ForeignJson.CONFIG);
    TextEncoder.Config text =
        text(Settings.of(section(json, "text_config"), file)).as(TextEncoder.Config.class, notes);
    VisionEncoder.Config vision =
        vision(Settings.of(section(json, "vision_config"), file))
            .as(VisionEncoder.Config.class, notes);
    return new ClipModel.Config(text, vision, json.path("projection_dim").asInt(0));
  }

  /** Old files say things twice, and what is in {@code …_dict} counts. */
  private static ObjectNode section(ObjectNode json, String name) {
    ObjectNode section = json.objectNode();
    for (String key : List.of(name, name + "_dict")) {
      if (json.get(key) instanceof ObjectNode told) {
        section.setAll(told);
      }
    }
    return section;
  }

  /**
   * How pictures are prepared, from {@code preprocessor_config.json}.
   *
   * @param size of the network's pictures
   */
  static ImagePreprocessor.Config preprocessor(Path file, int size, List<String> notes) {
    ObjectNode json = ForeignJson.object(file, ForeignJson.CONFIG);
    for (String key : List.of("size", "crop_size")) { // a number, or an object with sides
      if (json.get(key) instanceof ObjectNode sides && !sides.isEmpty()) {
        JsonNode first = sides.elements().next();
        boolean square = true;
        for (JsonNode side : sides) {
          square &= side.equals(first);
        }
        json.set(key, square ? first : sides);
      }
    }
    Settings settings =
        Settings.of(json, file)
            .known("image_mean", "image_std", "feature_extractor_type", "image_processor_type")
            .known("do_convert_rgb", "processor_class")
            .only("size", size)
            .only("crop_size", size)
            .only("do_resize", true)
            .only("do_center_crop", true)
            .only("do_normalize", true)
            .only("do_rescale", true)
            .only("resample", BICUBIC);
    settings.refuse();
    json.put("size", size);
    return settings.as(ImagePreprocessor.Config.class, notes);
  }
}
