package dev.triptych.workflows.spec;

/**
 * How a portrait is scored (section 4.4).
 *
 * @param views the novel views that are rendered and scored
 * @param captionTemplate text of the CLIP score; {@code {t}} becomes the style, {@code {noun}} the
 *     style without its article
 * @param neutralCaption text of the plain face, for the directional score
 * @param precision of CLIP
 */
public record EvaluationSpec(
    ViewsSpec views, String captionTemplate, String neutralCaption, Precision precision) {
  public EvaluationSpec {
    precision = precision == null ? Precision.FP32 : precision; // specs from before there was one
  }

  /** The paper's one example is "a elf face". */
  public static EvaluationSpec paper() {
    return new EvaluationSpec(ViewsSpec.paper(), "a {noun} face", "a face", Precision.FP32);
  }

  void check(Problems problems) {
    problems.section("views", views, ViewsSpec::check);
    problems.template("captionTemplate", captionTemplate, "{t}", "{noun}");
    problems.text("neutralCaption", neutralCaption);
  }

  public String caption(String style) {
    return captionTemplate.replace("{t}", style).replace("{noun}", Style.noun(style));
  }
}
