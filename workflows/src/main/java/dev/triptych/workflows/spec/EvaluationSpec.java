package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a portrait is shown and scored (section 4.4).
 *
 * @param views the views of the portrait that are rendered to be looked at; their angle mode is
 *     that of the scored ones too
 * @param captionTemplate text of the CLIP score; {@code {t}} becomes the style, {@code {noun}} the
 *     style without its article
 * @param neutralCaption text of the plain face, for the directional score
 * @param precision of CLIP
 * @param scored the views that are scored
 * @param atSteps of fine-tuning, after which the model as it is then is scored too; ascending
 */
public record EvaluationSpec(
    ViewsSpec views,
    String captionTemplate,
    String neutralCaption,
    Precision precision,
    ScoredViews scored,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<Integer> atSteps) {
  public EvaluationSpec {
    precision = precision == null ? Precision.FP32 : precision; // specs from before there was one
    scored = scored == null ? ScoredViews.usual() : scored; // specs that scored the shown views
    atSteps = Problems.copy(atSteps);
  }

  /** Scored at the end of fine-tuning alone. */
  public EvaluationSpec(
      ViewsSpec views,
      String captionTemplate,
      String neutralCaption,
      Precision precision,
      ScoredViews scored) {
    this(views, captionTemplate, neutralCaption, precision, scored, List.of());
  }

  @Override
  public List<Integer> atSteps() {
    return Problems.copy(atSteps);
  }

  /** The same, scored at the end of fine-tuning alone. */
  public EvaluationSpec atEnd() {
    return new EvaluationSpec(views, captionTemplate, neutralCaption, precision, scored, List.of());
  }

  /** The paper's one example is "a elf face". */
  public static EvaluationSpec paper() {
    return new EvaluationSpec(
        ViewsSpec.paper(), "a {noun} face", "a face", Precision.FP32, ScoredViews.usual());
  }

  void check(Problems problems) {
    problems.section("views", views, ViewsSpec::check);
    problems.template("captionTemplate", captionTemplate, "{t}", "{noun}");
    problems.text("neutralCaption", neutralCaption);
    if (views != null) { // else its angle mode is missing, which is reported already
      scoredViews().check(problems.in("scored"));
    }
  }

  /**
   * @param steps of fine-tuning
   */
  void checkSteps(Problems problems, int steps) {
    List<Integer> at = atSteps();
    for (int i = 0; i < at.size(); i++) {
      Integer step = at.get(i);
      boolean inside = step != null && step >= 1 && step < steps;
      if (!inside || (i > 0 && step <= at.get(i - 1))) {
        problems.add(
            "atSteps[" + i + "]",
            "is "
                + step
                + "; the steps must ascend from 1 on and be below i2t.fineTuning.steps, which is "
                + steps
                + " and is scored in any case");
        return;
      }
    }
  }

  public String caption(String style) {
    return caption(captionTemplate, style);
  }

  /** A caption template for one style. */
  public static String caption(String template, String style) {
    return template.replace("{t}", style).replace("{noun}", Style.noun(style));
  }

  /** The views to be scored, and the frontal one. */
  public ViewsSpec scoredViews() {
    return scored.views(views.angles());
  }

  /**
   * How far the {@link #keptOut} views are from any of {@code trained}, nominal degrees; 0 if none
   * is.
   */
  public double degreesOff(ViewsSpec trained) {
    return keptOut(trained).stream()
        .flatMapToDouble(angle -> trained.list().stream().mapToDouble(angle::distance))
        .min()
        .orElse(0);
  }

  /** Those of {@link #scoredViews} that are not among {@code trained}; may be empty. */
  public List<ViewAngle> keptOut(ViewsSpec trained) {
    return scoredViews().beyond(trained);
  }
}
