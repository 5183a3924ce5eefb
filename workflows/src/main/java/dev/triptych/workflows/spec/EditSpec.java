package dev.triptych.workflows.spec;

/**
 * How InstructPix2Pix edits a view (sections 3.1 and 4.1).
 *
 * @param steps DDIM steps, 1 to 1000
 * @param tau τ of n* = Add(E(I), n, τ), in (0, 1]
 * @param textGuidance s_T, 1 to 100
 * @param imageGuidance s_I, 1 to 100
 * @param promptTemplate t; {@code {t}} becomes the style
 * @param decorativePrompt t_d, appended to the prompt
 * @param negativePrompt t_n
 * @param optimised false leaves out n*, t_d and t_n: plain InstructPix2Pix
 * @param precision of the editor's networks
 */
public record EditSpec(
    int steps,
    double tau,
    TauMode tauMode,
    double textGuidance,
    double imageGuidance,
    String promptTemplate,
    String decorativePrompt,
    String negativePrompt,
    boolean optimised,
    EditPrecision precision) {
  public EditSpec {
    precision = precision == null ? EditPrecision.FP32 : precision; // specs from before there was
  }

  public static EditSpec paper() {
    return new EditSpec(
        20,
        0.9,
        TauMode.IMG2IMG,
        20.0,
        1.5,
        "turn the head into {t}",
        "realistic, detail, 8k, photorealistic",
        "unclear facial features, non-face objects, ugly, bad",
        true,
        EditPrecision.FP32);
  }

  void check(Problems problems) {
    problems.between("steps", steps, 1, 1000);
    problems.above("tau", tau, 0, 1);
    problems.present("tauMode", tauMode);
    problems.between("textGuidance", textGuidance, 1, 100);
    problems.between("imageGuidance", imageGuidance, 1, 100);
    problems.template("promptTemplate", promptTemplate, "{t}");
    problems.present("decorativePrompt", decorativePrompt);
    problems.present("negativePrompt", negativePrompt);
    problems.section("precision", precision, EditPrecision::check);
  }

  public EditSpec withOptimised(boolean optimised) {
    return new EditSpec(
        steps,
        tau,
        tauMode,
        textGuidance,
        imageGuidance,
        promptTemplate,
        decorativePrompt,
        negativePrompt,
        optimised,
        precision);
  }
}
