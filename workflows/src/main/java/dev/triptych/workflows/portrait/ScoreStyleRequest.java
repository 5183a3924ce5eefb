package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.ViewsSpec;
import java.util.List;

/**
 * Asks for the scores of one style of a model of many.
 *
 * @param checkpoint of the fine-tuned generator
 * @param database manifest
 * @param page number of the style in it
 * @param identities as in {@link ManyStyles}
 * @param identity from whose seed the faces are
 * @param trained views that training has seen of every face
 * @param rivals styles among which CLIP looks for the right one
 */
public record ScoreStyleRequest(
    PriorRef priors,
    GeneratorShape shape,
    ArtifactRef checkpoint,
    ArtifactRef database,
    int page,
    int identities,
    EvaluationSpec evaluation,
    IdentitySpec identity,
    ViewsSpec trained,
    List<String> rivals) {
  public ScoreStyleRequest {
    rivals = List.copyOf(rivals);
  }
}
