package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * The head of a photo, as the GAN makes it once it is tuned to it.
 *
 * @param latent as safetensors, w as of a sampled identity, and the head's planes beside it
 * @param rendered the head from where the photo shows it
 * @param lossCurve JSON lines of step and losses
 * @param tuned how like the photo it is
 */
public record TunedPhoto(
    ArtifactRef latent, ArtifactRef rendered, ArtifactRef lossCurve, InvertedPhoto.Likeness tuned)
    implements StageResult {
  @Override
  public List<StageOutput> outputs() {
    return List.of(
        new StageOutput(OutputName.LATENT, latent),
        new StageOutput(OutputName.RENDERED, rendered),
        new StageOutput(OutputName.LOSS_CURVE, lossCurve));
  }
}
