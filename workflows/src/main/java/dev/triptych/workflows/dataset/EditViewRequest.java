package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;

/** Asks for one view in the style. */
public record EditViewRequest(PriorRef priors, ArtifactRef source, EditSettings settings) {}
