package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import java.util.List;

/**
 * Asks for the manifest of D_s.
 *
 * @param latent w, whose super-resolution style the portraits keep
 * @param pairs all views, in the order of the grid
 */
public record AssembleDatasetRequest(
    PriorRef priors, String style, ArtifactRef latent, List<ViewPair> pairs) {
  public AssembleDatasetRequest {
    pairs = List.copyOf(pairs);
  }
}
