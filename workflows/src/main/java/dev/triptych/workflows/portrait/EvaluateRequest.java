package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the scores of a portrait: of the metrics, those for which everything is there.
 *
 * @param dataset manifest of plain and edited views at least at the portrait's angles
 * @param portrait the views to be scored
 * @param angles how their angles became cameras
 * @param caption the style as text, for instance "a elf face"
 * @param neutralCaption the plain face as text
 * @param precision of CLIP; null for float32, as before there was a choice
 * @param subject who is shown as what; null in requests that compared with captions alone
 * @param head the generator, for what depends on the shape; null in requests as before
 */
public record EvaluateRequest(
    PriorRef priors,
    ArtifactRef dataset,
    List<View> portrait,
    AngleMode angles,
    String caption,
    String neutralCaption,
    @Nullable Precision precision,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Subject subject,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Head head) {
  public EvaluateRequest {
    portrait = List.copyOf(portrait);
  }

  /** To be compared with captions alone. */
  public EvaluateRequest(
      PriorRef priors,
      ArtifactRef dataset,
      List<View> portrait,
      AngleMode angles,
      String caption,
      String neutralCaption,
      @Nullable Precision precision) {
    this(priors, dataset, portrait, angles, caption, neutralCaption, precision, null, null);
  }

  /**
   * Who is shown as what.
   *
   * @param identity whose face it is, from which a set that knows its heads draws the truth
   * @param number of one of many faces that are drawn from the identity's seed; null for its own
   * @param rivals styles among which CLIP looks for the right one, in addition to the set's own
   * @param captionTemplate what made {@code caption} of the style
   * @param keptOut whether training has seen none of the portrait's views, so that comparing them
   *     with their edits says something
   */
  public record Subject(
      String style,
      IdentitySpec identity,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer number,
      List<String> rivals,
      String captionTemplate,
      boolean keptOut) {
    public Subject {
      rivals = List.copyOf(rivals);
    }
  }

  /**
   * A generator and its input.
   *
   * @param frontal I_f
   */
  public record Head(GeneratorShape shape, ArtifactRef checkpoint, ArtifactRef frontal) {}
}
