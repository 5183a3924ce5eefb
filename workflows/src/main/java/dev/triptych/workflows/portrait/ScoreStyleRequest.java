package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.GeneratorShape;

/**
 * Asks for the scores of one style of a model of many.
 *
 * @param checkpoint of the fine-tuned generator
 * @param database manifest
 * @param page number of the style in it
 * @param identities as in {@link ManyStyles}
 */
public record ScoreStyleRequest(
    PriorRef priors,
    GeneratorShape shape,
    ArtifactRef checkpoint,
    ArtifactRef database,
    int page,
    int identities,
    EvaluationSpec evaluation) {}
