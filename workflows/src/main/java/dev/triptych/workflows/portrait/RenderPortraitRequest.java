package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.GeneratorShape;
import dev.triptych.workflows.spec.ViewsSpec;

/**
 * Asks for novel views of a stylised head.
 *
 * @param checkpoint of the fine-tuned generator
 * @param frontal I_f, the generator's input
 */
public record RenderPortraitRequest(
    PriorRef priors,
    GeneratorShape shape,
    ArtifactRef checkpoint,
    ArtifactRef frontal,
    ViewsSpec views) {}
