package dev.triptych.models.checkpoints;

import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.TensorSource;
import java.util.Map;

/** Names and shapes of the autoencoder's attention in early files of diffusers. */
public final class AutoencoderNames {
  private static final Map<String, String> ATTENTION =
      Map.of(
          "query", "to_q",
          "key", "to_k",
          "value", "to_v",
          "proj_attn", "to_out.0",
          "to_q", "to_q",
          "to_k", "to_k",
          "to_v", "to_v",
          "to_out.0", "to_out.0");

  private AutoencoderNames() {}

  /** Today's names, [c, c] instead of [c, c, 1, 1]; what is of today already stays. */
  public static TensorSource today(TensorSource vae) {
    Selection today = new Selection(vae.origin());
    for (String name : vae.names()) {
      int dot = name.lastIndexOf('.');
      String kind = name.substring(dot + 1);
      String layer = name.substring(0, Math.max(0, dot));
      String attention =
          ATTENTION.keySet().stream().filter(old -> layer.endsWith("." + old)).findAny().orElse("");
      if (attention.isEmpty() || !layer.contains("attentions.")) {
        today.add(name, vae, name);
        continue;
      }
      String block = layer.substring(0, layer.length() - attention.length());
      addAttention(today, block + ATTENTION.get(attention) + "." + kind, vae, name);
    }
    return today;
  }

  /** Adds the tensor of a linear layer that may be stored as a 1×1 convolution. */
  static void addAttention(Selection today, String newName, TensorSource vae, String name) {
    Shape shape = Selection.shape(vae, name);
    if (shape.dimension() == 4 && shape.get(2) == 1 && shape.get(3) == 1) {
      Shape flat = new Shape(shape.get(0), shape.get(1));
      today.add(newName, vae, name, flat, tensor -> tensor.reshape(flat));
    } else {
      today.add(newName, vae, name);
    }
  }
}
