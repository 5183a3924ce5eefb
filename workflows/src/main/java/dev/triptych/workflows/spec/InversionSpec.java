package dev.triptych.workflows.spec;

import dev.triptych.workflows.stage.Incidental;

/**
 * How a picture is inverted in the GAN (Ko et al. 2023), and the GAN tuned around what was found
 * (Roich et al. 2022).
 *
 * @param steps of the search for style and pose
 * @param poseSteps the first of them, which move the pose alone
 * @param learningRate of w and of the noise maps, with StyleGAN's ramps
 * @param poseLearningRate of elevation and azimuth, in radians
 * @param noiseOfW deviation of the noise on w at first, a share of w's own
 * @param perLayer whether each layer has a w of its own
 * @param noiseRegularisation weight of the penalty on noise maps that are not noise, where the
 *     generator has such maps; 0 leaves them as they are
 * @param colour weight of the mean square difference beside LPIPS
 * @param warping weight of the difference to the front's features, warped by the depth
 * @param checkpointEvery steps between checkpoints; does not change the result
 * @param tuning of the generator; its batch and schedule are not used
 * @param untilLpips LPIPS at which the tuning ends early
 * @param depthVariation weight of the depth's variation while the generator is tuned
 */
public record InversionSpec(
    int steps,
    int poseSteps,
    double learningRate,
    double poseLearningRate,
    double noiseOfW,
    boolean perLayer,
    double noiseRegularisation,
    double colour,
    double warping,
    @Incidental int checkpointEvery,
    TrainingSpec tuning,
    double untilLpips,
    double depthVariation) {
  /** Of the authors' program; the weights of warping and depth variation are ours. */
  public static InversionSpec published() {
    return new InversionSpec(
        400,
        50,
        0.01,
        0.007,
        0.05,
        false,
        1e5,
        0,
        0.1,
        100,
        new TrainingSpec(400, 1, 3e-4, 0.9, 0.999, 0, 0, 100),
        0.06,
        1);
  }

  /** The same as far as the search depends on it; equal ones share a search. */
  public InversionSpec search() {
    InversionSpec published = published();
    return new InversionSpec(
        steps,
        poseSteps,
        learningRate,
        poseLearningRate,
        noiseOfW,
        perLayer,
        noiseRegularisation,
        colour,
        warping,
        checkpointEvery,
        published.tuning,
        published.untilLpips,
        published.depthVariation);
  }

  void check(Problems problems) {
    problems.between("steps", steps, 1, 1_000_000);
    problems.between("poseSteps", poseSteps, 0, steps);
    problems.above("learningRate", learningRate, 0, 1);
    problems.between("poseLearningRate", poseLearningRate, 0, 1);
    problems.between("noiseOfW", noiseOfW, 0, 1);
    problems.between("noiseRegularisation", noiseRegularisation, 0, 1e9);
    problems.between("colour", colour, 0, 1e6);
    problems.between("warping", warping, 0, 1e6);
    problems.between("checkpointEvery", checkpointEvery, 1, 1_000_000);
    problems.section("tuning", tuning, TrainingSpec::check);
    problems.between("untilLpips", untilLpips, 0, 100);
    problems.between("depthVariation", depthVariation, 0, 1e6);
  }
}
