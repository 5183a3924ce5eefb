package dev.triptych.workflows.tracking;

import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * Opens a launch.
 *
 * @param tags what is known about the place of the launch, for instance the commit
 */
public record StartRunRequest(
    String run, ExperimentSpec spec, PriorRef priors, Map<String, String> tags) {
  public StartRunRequest {
    tags = new TreeMap<>(tags);
  }
}
