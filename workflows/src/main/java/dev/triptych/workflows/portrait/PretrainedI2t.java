package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * A pre-trained I2T network.
 *
 * @param checkpoint its weights in safetensors
 * @param lossCurve JSON lines of step and loss
 * @param finalLoss mean triplane L1 of the last logged step; NaN for a prior set's own network
 */
public record PretrainedI2t(ArtifactRef checkpoint, ArtifactRef lossCurve, double finalLoss)
    implements StageResult {
  @Override
  public List<StageOutput> outputs() {
    return List.of(
        new StageOutput(OutputName.CHECKPOINT, checkpoint),
        new StageOutput(OutputName.LOSS_CURVE, lossCurve));
  }
}
