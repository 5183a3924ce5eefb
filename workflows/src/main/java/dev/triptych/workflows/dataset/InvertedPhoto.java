package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.spec.ViewAngle;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * The face of a photo in the GAN.
 *
 * @param latent w as safetensors, as of a sampled identity
 * @param photo the photo's head at the GAN's size
 * @param rendered the same view of the face that was found
 * @param lossCurve JSON lines of step and losses
 * @param seenFrom from where the photo shows it, degrees
 * @param average how like the photo the GAN's average face is, where the search began
 * @param found how like the photo the face is that was found
 */
public record InvertedPhoto(
    ArtifactRef latent,
    ArtifactRef photo,
    ArtifactRef rendered,
    ArtifactRef lossCurve,
    ViewAngle seenFrom,
    Likeness average,
    Likeness found)
    implements StageResult {
  /**
   * How like a photo a picture is.
   *
   * @param lpips distance of the LPIPS network's features; 0 for the same
   * @param l1 mean absolute difference of colours from 0 to 1
   * @param clip cosine of the CLIP embeddings; 1 for the same
   */
  public record Likeness(double lpips, double l1, double clip) {}

  @Override
  public List<StageOutput> outputs() {
    return List.of(
        new StageOutput(OutputName.LATENT, latent),
        new StageOutput(OutputName.PHOTO, photo),
        new StageOutput(OutputName.RENDERED, rendered),
        new StageOutput(OutputName.LOSS_CURVE, lossCurve));
  }
}
