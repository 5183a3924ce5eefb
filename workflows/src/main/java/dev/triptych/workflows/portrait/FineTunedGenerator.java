package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * The generator of one stylised head.
 *
 * @param checkpoint all it takes to render: trained weights and the super-resolution's style
 * @param lossCurve JSON lines of step and losses
 */
public record FineTunedGenerator(ArtifactRef checkpoint, ArtifactRef lossCurve, Losses losses)
    implements StageResult {
  /** Losses at the last step: total, L1 with LPIPS (equation 5), LPIPS alone, and L_dr. */
  public record Losses(double total, double rec, double lpips, double dr) {}

  @Override
  public List<StageOutput> outputs() {
    return List.of(
        new StageOutput(OutputName.CHECKPOINT, checkpoint),
        new StageOutput(OutputName.LOSS_CURVE, lossCurve));
  }
}
