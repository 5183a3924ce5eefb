package dev.triptych.workflows.priors;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Result of one step.
 *
 * @param weights the networks in safetensors, or the data set that the step rendered
 * @param log losses by iteration as JSON lines
 * @param figures final and held-out figures by name, for instance {@code heldout_l1}
 */
public record TrainedPrior(
    PriorStep step, ArtifactRef weights, ArtifactRef log, SortedMap<String, Double> figures)
    implements StageResult {
  public TrainedPrior {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  @Override
  public List<StageOutput> outputs() {
    return List.of(
        new StageOutput(OutputName.WEIGHTS, weights), new StageOutput(OutputName.LOG, log));
  }
}
