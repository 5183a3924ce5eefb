package dev.triptych.models.checkpoints;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our tensors under the names, and in the shapes, of the code that networks were published with.
 */
public final class OriginalNames {
  private OriginalNames() {}

  /**
   * In a file of Stable Diffusion's original code.
   *
   * @param perLevel residual blocks of each level, and one
   */
  public static String unet(String today, int perLevel) {
    return "model.diffusion_model." + inUNet(today, perLevel);
  }

  private static String inUNet(String today, int perLevel) {
    String name =
        today
            .replace("time_embedding.linear_1", "time_embed.0")
            .replace("time_embedding.linear_2", "time_embed.2")
            .replace("conv_norm_out", "out.0")
            .replace("mid_block.resnets.0", "middle_block.0")
            .replace("mid_block.attentions.0", "middle_block.1")
            .replace("mid_block.resnets.1", "middle_block.2")
            .replaceAll("^conv_in", "input_blocks.0.0")
            .replaceAll("^conv_out", "out.2");
    if (name.contains("_block")) {
      name =
          name.replaceAll("(\\.\\d)\\.norm1\\.(\\w+)$", "$1.in_layers.0.$2")
              .replaceAll("(\\.\\d)\\.conv1\\.", "$1.in_layers.2.")
              .replace("time_emb_proj", "emb_layers.1")
              .replaceAll("(\\.\\d)\\.norm2\\.(\\w+)$", "$1.out_layers.0.$2")
              .replaceAll("(\\.\\d)\\.conv2\\.", "$1.out_layers.3.")
              .replace("conv_shortcut", "skip_connection");
      if (today.contains("transformer_blocks")) {
        name = name.replace("in_layers.0", "norm1").replace("out_layers.0", "norm2");
      }
    }
    Matcher block =
        Pattern.compile(
                "(down|up)_blocks\\.(\\d)\\.(resnets|attentions|\\w+samplers)\\.(\\d)\\.(.+)")
            .matcher(name);
    if (!block.matches()) {
      return name;
    }
    boolean down = block.group(1).equals("down");
    int first = Integer.parseInt(block.group(2)) * perLevel + (down ? 1 : 0);
    String side = down ? "input_blocks." : "output_blocks.";
    int at = first + Integer.parseInt(block.group(4));
    return switch (block.group(3)) {
      case "resnets" -> side + at + ".0." + block.group(5);
      case "attentions" -> side + at + ".1." + block.group(5);
      case "downsamplers" -> side + (first + perLevel - 1) + ".0.op." + block.group(5).substring(5);
      default -> side + (first + perLevel - 1) + ".2." + block.group(5);
    };
  }

  /**
   * In a file of Stable Diffusion's original code.
   *
   * @param levels of the autoencoder
   */
  public static Map<String, NDArray> autoencoder(Map<String, NDArray> today, int levels) {
    Map<String, NDArray> original = new TreeMap<>();
    today.forEach(
        (name, tensor) -> {
          boolean matrix = name.contains("attentions") && tensor.getShape().dimension() == 2;
          original.put(
              "first_stage_model." + inAutoencoder(name, levels),
              matrix ? tensor.expandDims(2).expandDims(3) : tensor);
        });
    return original;
  }

  private static String inAutoencoder(String today, int levels) {
    String name =
        today
            .replaceAll("down_blocks\\.(\\d)\\.downsamplers\\.0", "down.$1.downsample")
            .replaceAll("down_blocks\\.(\\d)\\.resnets", "down.$1.block")
            .replace("conv_shortcut", "nin_shortcut")
            .replace("conv_norm_out", "norm_out")
            .replace("mid_block.resnets.0", "mid.block_1")
            .replace("mid_block.resnets.1", "mid.block_2")
            .replace("mid_block.attentions.0.group_norm", "mid.attn_1.norm")
            .replace("mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out")
            .replace("mid_block.attentions.0.to_", "mid.attn_1.");
    Matcher up = Pattern.compile("(.*)up_blocks\\.(\\d)\\.(.*)").matcher(name);
    return up.matches()
        ? up.group(1)
            + "up."
            + (levels - 1 - Integer.parseInt(up.group(2)))
            + "."
            + up.group(3).replace("resnets", "block").replace("upsamplers.0", "upsample")
        : name;
  }

  /** An autoencoder's attention as diffusers wrote it first. */
  public static Map<String, NDArray> earlyAttention(Map<String, NDArray> today) {
    Map<String, NDArray> early = new TreeMap<>();
    today.forEach(
        (name, tensor) -> {
          String old =
              name.replace("to_q", "query")
                  .replace("to_k", "key")
                  .replace("to_v", "value")
                  .replace("to_out.0", "proj_attn");
          boolean matrix = !old.equals(name) && tensor.getShape().dimension() == 2;
          early.put(old, matrix ? tensor.expandDims(2).expandDims(3) : tensor);
        });
    return early;
  }

  /** In OpenAI's file of CLIP. */
  public static Map<String, NDArray> openAi(Map<String, NDArray> today) {
    Map<String, NDArray> original = new TreeMap<>();
    today.forEach(
        (name, tensor) -> {
          if (name.contains("q_proj")) {
            NDArray key = today.get(name.replace("q_proj", "k_proj"));
            NDArray value = today.get(name.replace("q_proj", "v_proj"));
            original.put(inOpenAi(name), tensor.concat(key, 0).concat(value, 0));
          } else if (name.endsWith("_projection.weight")) {
            original.put(inOpenAi(name), tensor.transpose().duplicate());
          } else if (!name.contains("k_proj") && !name.contains("v_proj")) {
            original.put(inOpenAi(name), tensor);
          }
        });
    return original;
  }

  private static String inOpenAi(String name) {
    return name.replace("vision_model.embeddings.patch_embedding", "visual.conv1")
        .replace("vision_model.embeddings.class_embedding", "visual.class_embedding")
        .replace("vision_model.embeddings.position_embedding.weight", "visual.positional_embedding")
        .replace("vision_model.pre_layrnorm", "visual.ln_pre")
        .replace("vision_model.post_layernorm", "visual.ln_post")
        .replace("vision_model.encoder.layers", "visual.transformer.resblocks")
        .replace("visual_projection.weight", "visual.proj")
        .replace("text_model.embeddings.token_embedding", "token_embedding")
        .replace("text_model.embeddings.position_embedding.weight", "positional_embedding")
        .replace("text_model.final_layer_norm", "ln_final")
        .replace("text_model.encoder.layers", "transformer.resblocks")
        .replace("text_projection.weight", "text_projection")
        .replace("layer_norm", "ln_")
        .replace("self_attn.q_proj.", "attn.in_proj_")
        .replace("self_attn.out_proj", "attn.out_proj")
        .replace("mlp.fc1", "mlp.c_fc")
        .replace("mlp.fc2", "mlp.c_proj");
  }
}
