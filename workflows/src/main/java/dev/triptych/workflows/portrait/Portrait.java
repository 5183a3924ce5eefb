package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.Map;

/**
 * A finished cell.
 *
 * @param checkpoint of the fine-tuned generator
 * @param metrics scores by name
 */
public record Portrait(ArtifactRef checkpoint, Map<String, MeanStd> metrics) {
  public Portrait {
    metrics = Metric.copy(metrics);
  }
}
