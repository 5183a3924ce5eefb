package dev.triptych.models.checkpoints;

import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.weights.TensorSource;

/** OpenAI's own CLIP files: their names, and the sizes that follow from their shapes. */
public final class OpenAiClip {
  private OpenAiClip() {}

  /** Whether the tensors have OpenAI's names. */
  public static boolean matches(TensorSource source) {
    return source.shape("visual.conv1.weight") != null;
  }

  /** The same tensors under Hugging Face's names, with q, k and v apart. */
  public static TensorSource huggingFaceNames(TensorSource source) {
    return NotYet.of(source);
  }

  /** The sizes, read from the shapes. */
  public static ClipModel.Config config(TensorSource source) {
    return NotYet.of(source);
  }
}
