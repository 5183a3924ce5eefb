package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;

/** CLIP's text encoder on its own, as transformers wrote it over the years. */
public final class TextEncoderNames {
  private static final String PREFIX = "text_model.";

  private TextEncoderNames() {}

  /** All below {@code text_model.}, without the buffer {@code position_ids}. */
  public static TensorSource today(TensorSource textEncoder) {
    Selection today = new Selection(textEncoder.origin());
    for (String name : textEncoder.names()) {
      if (!isPositions(name)) {
        today.add(name.startsWith(PREFIX) ? name : PREFIX + name, textEncoder, name);
      }
    }
    return today;
  }

  /** Whether a tensor only counts positions, as a buffer of old versions of transformers does. */
  static boolean isPositions(String name) {
    return name.endsWith("embeddings.position_ids");
  }
}
