package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;
import java.util.Map;

/**
 * Scores of one portrait.
 *
 * @param metrics by name; at least those named in {@link Metric}
 * @param perView JSON lines of angle and score, one line for each view
 */
public record Evaluation(Map<String, MeanStd> metrics, ArtifactRef perView) implements StageResult {
  public Evaluation {
    metrics = Metric.copy(metrics);
  }

  @Override
  public List<StageOutput> outputs() {
    return List.of(new StageOutput(OutputName.PER_VIEW, perView));
  }
}
