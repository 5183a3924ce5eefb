package dev.triptych.workflows.dataset;

import dev.triptych.workflows.spec.EditPrecision;
import dev.triptych.workflows.spec.EditSpec;
import dev.triptych.workflows.spec.TauMode;
import org.jspecify.annotations.Nullable;

/**
 * What one edit depends on beside its source: an {@link EditSpec} for one style and seed.
 *
 * @param prompt positive prompt
 * @param negativePrompt empty for none
 * @param steps DDIM steps
 * @param textGuidance s_T
 * @param imageGuidance s_I
 * @param tau τ; unused for {@link Start#PURE_NOISE}
 * @param noiseSeed of n, the one noise that all views share
 * @param precision of the networks; null if all compute in float32, as before there was a choice
 */
public record EditSettings(
    String prompt,
    String negativePrompt,
    int steps,
    double textGuidance,
    double imageGuidance,
    Start start,
    double tau,
    long noiseSeed,
    @Nullable EditPrecision precision) {
  /** What the denoising starts from. */
  public enum Start {
    /** n* by {@link TauMode#IMG2IMG}. */
    IMG2IMG,
    /** n* by {@link TauMode#LEVEL_ALL_STEPS}. */
    LEVEL_ALL_STEPS,
    /** n itself, through all steps. */
    PURE_NOISE
  }

  public static EditSettings of(EditSpec edit, String style, long seed) {
    String prompt = edit.promptTemplate().replace("{t}", style);
    EditPrecision precision = edit.precision().equals(EditPrecision.FP32) ? null : edit.precision();
    if (!edit.optimised()) {
      return new EditSettings(
          prompt,
          "",
          edit.steps(),
          edit.textGuidance(),
          edit.imageGuidance(),
          Start.PURE_NOISE,
          1,
          seed,
          precision);
    }
    return new EditSettings(
        edit.decorativePrompt().isBlank() ? prompt : prompt + ", " + edit.decorativePrompt(),
        edit.negativePrompt(),
        edit.steps(),
        edit.textGuidance(),
        edit.imageGuidance(),
        switch (edit.tauMode()) {
          case IMG2IMG -> Start.IMG2IMG;
          case LEVEL_ALL_STEPS -> Start.LEVEL_ALL_STEPS;
        },
        edit.tau(),
        seed,
        precision);
  }
}
