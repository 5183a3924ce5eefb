package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.List;

/**
 * Asks for the scores of a model of many styles.
 *
 * @param styles scores of each, in the spec's order
 */
public record EvaluateModelRequest(List<ArtifactRef> styles) {
  public EvaluateModelRequest {
    styles = List.copyOf(styles);
  }
}
