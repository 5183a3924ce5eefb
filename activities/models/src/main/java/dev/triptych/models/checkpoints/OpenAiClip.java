package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenAI's own CLIP files: their names, and the sizes that follow from their shapes. */
public final class OpenAiClip {
  private static final int HEAD = 64; // channels of an attention head in all of OpenAI's models
  private static final String ACTIVATION = "quick_gelu";

  /** Sizes that the archive keeps beside the weights. */
  private static final Set<String> SIZES =
      Set.of("input_resolution", "context_length", "vocab_size");

  private static final Pattern BLOCK =
      Pattern.compile("(visual\\.)?transformer\\.resblocks\\.(\\d+)\\.(.+)\\.(\\w+)");
  private static final Map<String, String> LAYERS =
      Map.of(
          "ln_1", "layer_norm1",
          "ln_2", "layer_norm2",
          "attn.out_proj", "self_attn.out_proj",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight"),
          Map.entry("visual.class_embedding", "vision_model.embeddings.class_embedding"),
          Map.entry(
              "visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"),
          Map.entry("visual.ln_pre.weight", "vision_model.pre_layrnorm.weight"),
          Map.entry("visual.ln_pre.bias", "vision_model.pre_layrnorm.bias"),
          Map.entry("visual.ln_post.weight", "vision_model.post_layernorm.weight"),
          Map.entry("visual.ln_post.bias", "vision_model.post_layernorm.bias"),
          Map.entry("token_embedding.weight", "text_model.embeddings.token_embedding.weight"),
          Map.entry("positional_embedding", "text_model.embeddings.position_embedding.weight"),
          Map.entry("ln_final.weight", "text_model.final_layer_norm.weight"),
          Map.entry("ln_final.bias", "text_model.final_layer_norm.bias"),
          Map.entry("logit_scale", "logit_scale"));

  private OpenAiClip() {}

  /** Whether the tensors have OpenAI's names. */
  public static boolean matches(TensorSource source) {
    return source.shape("visual.conv1.weight") != null && source.shape("text_projection") != null;
  }

  /** The same tensors under Hugging Face's names, with q, k and v apart. */
  public static TensorSource huggingFaceNames(TensorSource source) {
    Selection today = new Selection(source.origin());
    for (String name : source.names()) {
      Matcher block = BLOCK.matcher(name);
      if (NAMES.containsKey(name)) {
        today.add(NAMES.get(name), source, name);
      } else if (name.equals("visual.proj")) {
        addTransposed(today, "visual_projection.weight", source, name);
      } else if (name.equals("text_projection")) {
        addTransposed(today, "text_projection.weight", source, name);
      } else if (block.matches()) {
        addLayer(today, block, source, name);
      } else if (!SIZES.contains(name)) {
        today.add(name, source, name); // so that it is named as unexpected
      }
    }
    return today;
  }

  private static void addLayer(Selection today, Matcher block, TensorSource source, String name) {
    String tower = block.group(1) == null ? "text_model" : "vision_model";
    String layer = tower + ".encoder.layers." + block.group(2) + ".";
    String inner = block.group(3);
    String kind = block.group(4);
    if (inner.equals("attn") && kind.startsWith("in_proj_")) {
      String parameter = kind.substring("in_proj_".length());
      Shape whole = Selection.shape(source, name);
      String[] projections = {"q", "k", "v"};
      for (int i = 0; i < projections.length; i++) {
        String newName = layer + "self_attn." + projections[i] + "_proj." + parameter;
        long rows = whole.dimension() == 0 ? 0 : whole.get(0) / 3;
        long begin = i * rows;
        today.add(
            newName,
            source,
            name,
            whole.dimension() == 2 ? new Shape(rows, whole.get(1)) : new Shape(rows),
            tensor -> part(tensor, begin, begin + rows));
      }
    } else {
      today.add(layer + LAYERS.getOrDefault(inner, inner) + "." + kind, source, name);
    }
  }

  private static NDArray part(NDArray tensor, long begin, long end) {
    try (NDArray view = tensor.get(begin + ":" + end)) {
      return view.duplicate();
    }
  }

  private static void addTransposed(
      Selection today, String newName, TensorSource source, String name) {
    Shape shape = Selection.shape(source, name);
    if (shape.dimension() != 2) {
      throw new WeightsException(
          "The tensor " + name + " is " + shape + ", should be a matrix", source.origin());
    }
    today.add(
        newName,
        source,
        name,
        new Shape(shape.get(1), shape.get(0)),
        tensor -> {
          try (NDArray view = tensor.transpose()) {
            return view.duplicate();
          }
        });
  }

  /**
   * The sizes, read from the shapes.
   *
   * @throws WeightsException if it is no CLIP with a vision transformer
   */
  public static ClipModel.Config config(TensorSource source) {
    if (source.shape("visual.layer1.0.conv1.weight") != null) {
      throw new WeightsException(
          "A CLIP whose images go through a ResNet is not supported; take ViT-B/32",
          source.origin());
    }
    Shape patches = shape(source, "visual.conv1.weight", 4);
    Shape positions = shape(source, "visual.positional_embedding", 2);
    Shape tokens = shape(source, "token_embedding.weight", 2);
    int side = (int) Math.round(Math.sqrt((double) positions.get(0) - 1));
    int patch = (int) patches.get(3);
    int width = (int) patches.get(0);
    int textWidth = (int) tokens.get(1);
    int words = (int) tokens.get(0);
    return new ClipModel.Config(
        new TextEncoder.Config(
            words,
            textWidth,
            rows(source, "transformer.resblocks.0.mlp.c_fc.weight"),
            layers(source, "transformer.resblocks."),
            Math.max(1, textWidth / HEAD),
            rows(source, "positional_embedding"),
            ACTIVATION,
            words - 1),
        new VisionEncoder.Config(
            width,
            rows(source, "visual.transformer.resblocks.0.mlp.c_fc.weight"),
            layers(source, "visual.transformer.resblocks."),
            Math.max(1, width / HEAD),
            side * patch,
            patch,
            ACTIVATION),
        (int) shape(source, "text_projection", 2).get(1));
  }

  private static int rows(TensorSource source, String name) {
    return (int) shape(source, name, 2).get(0);
  }

  private static Shape shape(TensorSource source, String name, int axes) {
    Shape shape = Selection.shape(source, name);
    for (int axis = 0; axis < axes; axis++) {
      if (shape.dimension() != axes || shape.get(axis) < 1 || shape.get(axis) > 1 << 24) {
        throw new WeightsException(
            "The tensor " + name + " is " + shape + ", which no CLIP has", source.origin());
      }
    }
    return shape;
  }

  private static int layers(TensorSource source, String prefix) {
    return (int)
        source.names().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .map(name -> name.substring(0, Math.max(0, name.indexOf('.'))))
            .distinct()
            .count();
  }
}
