package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import java.util.List;

/**
 * Asks for the manifest of D_s.
 *
 * @param latent w, whose super-resolution style the portraits keep
 * @param angles how the views' angles became cameras
 * @param pairs all views, in the order of the grid
 */
public record AssembleDatasetRequest(
    PriorRef priors, String style, ArtifactRef latent, AngleMode angles, List<ViewPair> pairs) {
  public AssembleDatasetRequest {
    pairs = List.copyOf(pairs);
  }
}
