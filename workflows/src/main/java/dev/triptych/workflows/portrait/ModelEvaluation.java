package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;
import java.util.Map;

/**
 * Scores of a model of many styles.
 *
 * @param metrics by name, mean and deviation over the styles; those over held-out identities end in
 *     {@value #HELD_OUT}
 * @param perStyle JSON lines, one for each style
 */
public record ModelEvaluation(Map<String, MeanStd> metrics, ArtifactRef perStyle)
    implements StageResult {
  /** Marks a score over identities that were never trained on. */
  public static final String HELD_OUT = "_held_out";

  public ModelEvaluation {
    metrics = Metric.copy(metrics);
  }

  @Override
  public List<StageOutput> outputs() {
    return List.of(new StageOutput(OutputName.PER_STYLE, perStyle));
  }
}
