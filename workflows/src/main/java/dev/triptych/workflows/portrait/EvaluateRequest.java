package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.View;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the scores of a portrait.
 *
 * @param dataset manifest of D_s: its plain views tell the scores before
 * @param portrait novel views
 * @param angles how their angles became cameras
 * @param caption the style as text, for instance "a elf face"
 * @param neutralCaption the plain face as text
 * @param precision of CLIP; null for float32, as before there was a choice
 */
public record EvaluateRequest(
    PriorRef priors,
    ArtifactRef dataset,
    List<View> portrait,
    AngleMode angles,
    String caption,
    String neutralCaption,
    @Nullable Precision precision) {
  public EvaluateRequest {
    portrait = List.copyOf(portrait);
  }
}
