package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.stage.Incidental;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the style and the poses with which the GAN shows pictures of one head.
 *
 * @param targets pictures as large as the GAN's
 * @param inversion as {@link InversionSpec#search()} gives it
 * @param seed of the noise on w
 * @param tracking where the losses are shown; null for nowhere
 */
public record InvertRequest(
    PriorRef priors,
    List<Target> targets,
    InversionSpec inversion,
    long seed,
    @Incidental @Nullable TrackingRun tracking) {
  public InvertRequest {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("nothing is to be inverted");
    }
  }

  /**
   * One picture.
   *
   * @param elevation of the camera in degrees, positive above the head; where the search begins
   * @param azimuth in degrees
   */
  public record Target(ArtifactRef picture, double elevation, double azimuth) {
    /** A picture of which no more is known than that it shows the face from the front. */
    public static Target frontal(ArtifactRef picture) {
      return new Target(picture, 0, 0);
    }
  }
}
