package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/**
 * What a prompt contributes to every denoising step: keys and values of each cross-attention layer,
 * computed once. It belongs to the manager of the text it was made from.
 */
public final class PromptContext {
  private final NDArray[] keysAndValues;

  PromptContext(NDArray[] keysAndValues) {
    this.keysAndValues = keysAndValues;
  }

  /** Keys of the first layer [n, heads, tokens, width], its values, keys of the second, … */
  NDArray[] keysAndValues() {
    return keysAndValues.clone();
  }

  /**
   * The context whose batch entry i is this one's entry {@code rows[i]}, so that a prompt shared by
   * many images is encoded once.
   *
   * @param rows [n], int64
   * @param owner of the result
   */
  public PromptContext select(NDArray rows, NDManager owner) {
    NDArray[] selected = KERNELS.callMany("rows", keysAndValues, rows);
    Arrays.stream(selected).forEach(array -> array.attach(owner));
    return new PromptContext(selected);
  }
}
