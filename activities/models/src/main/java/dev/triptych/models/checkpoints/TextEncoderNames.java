package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.TensorSource;

/** CLIP's text encoder on its own, as transformers wrote it over the years. */
public final class TextEncoderNames {
  private TextEncoderNames() {}

  /** All below {@code text_model.}, without the buffer {@code position_ids}. */
  public static TensorSource today(TensorSource textEncoder) {
    return NotYet.of(textEncoder);
  }
}
