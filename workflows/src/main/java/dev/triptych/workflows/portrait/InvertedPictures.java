package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.OutputName;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageResult;
import java.util.List;

/**
 * What an inversion has found.
 *
 * @param checkpoint style vectors, poses and noise maps; it is read as an identity's latent too
 * @param lossCurve JSON lines of step and losses
 * @param poses of the pictures, in their order
 * @param lpips of the last step, mean over the pictures
 */
public record InvertedPictures(
    ArtifactRef checkpoint, ArtifactRef lossCurve, List<Pose> poses, double lpips)
    implements StageResult {
  public InvertedPictures {
    poses = List.copyOf(poses);
  }

  /** Elevation and azimuth of the camera, degrees. */
  public record Pose(double elevation, double azimuth) {}

  @Override
  public List<StageOutput> outputs() {
    return List.of(
        new StageOutput(OutputName.CHECKPOINT, checkpoint),
        new StageOutput(OutputName.LOSS_CURVE, lossCurve));
  }
}
