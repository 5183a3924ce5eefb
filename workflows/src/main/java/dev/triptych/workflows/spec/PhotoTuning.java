package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How the GAN is tuned to a photo around the style that was found for it (Roich et al. 2022).
 *
 * @param steps of the optimiser
 * @param learningRate Adam's; null for that of the authors' program
 * @param mirrored whether the mirrored photo counts as a picture from the other side, so that one
 *     side does not become the photo's alone: faces are much the same on both; null for true
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PhotoTuning(int steps, @Nullable Double learningRate, @Nullable Boolean mirrored) {
  private static final double LEARNING_RATE = 3e-4;

  /** The same without anything left open. */
  public PhotoTuning complete() {
    return new PhotoTuning(steps, learningRateOrUsual(), mirroredOrUsual());
  }

  /** Adam's. */
  public double learningRateOrUsual() {
    return learningRate == null ? LEARNING_RATE : learningRate;
  }

  /** Whether both sides count. */
  public boolean mirroredOrUsual() {
    return mirrored == null || mirrored;
  }

  void check(Problems problems) {
    problems.between("steps", steps, 1, 1_000_000);
    problems.above("learningRate", learningRateOrUsual(), 0, 1);
  }
}
