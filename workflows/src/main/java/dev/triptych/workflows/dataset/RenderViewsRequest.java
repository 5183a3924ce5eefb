package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ViewsSpec;

/**
 * Asks for renders of the plain face from {@link ViewsSpec#list() all views}, independent of style,
 * so that all cells share them.
 */
public record RenderViewsRequest(PriorRef priors, ArtifactRef latent, ViewsSpec views) {}
