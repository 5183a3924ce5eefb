package dev.triptych.workflows.experiment;

import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * One launch of an experiment.
 *
 * @param run id of the launch, which is its workflow's id too
 * @param priors the set that {@code spec.priors} resolved to
 * @param tags what is known about the place of the launch, for instance the commit
 */
public record Launch(
    String run,
    ExperimentSpec spec,
    PriorRef priors,
    Parallelism parallelism,
    Map<String, String> tags) {
  public Launch {
    tags = new TreeMap<>(tags);
  }
}
