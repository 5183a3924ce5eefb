package dev.triptych.workflows.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ViewsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks for renders of the plain face from {@link ViewsSpec#list() all views}, independent of style,
 * so that all cells share them.
 *
 * @param drawn draws views within the grid's range instead; null for the grid itself
 */
public record RenderViewsRequest(
    PriorRef priors,
    ArtifactRef latent,
    ViewsSpec views,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DrawnViews drawn) {
  public RenderViewsRequest(PriorRef priors, ArtifactRef latent, ViewsSpec views) {
    this(priors, latent, views, null);
  }
}
