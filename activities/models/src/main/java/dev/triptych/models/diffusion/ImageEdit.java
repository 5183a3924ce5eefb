package dev.triptych.models.diffusion;

/**
 * How a picture is edited.
 *
 * @param steps denoising steps of a whole run from pure noise
 * @param start where denoising begins
 * @param tau share of the noise schedule that a start from the image goes back to (equation 1), in
 *     (0, 1]; plain noise ignores it
 * @param textGuidance s_T: weight of what the prompt adds to the image
 * @param imageGuidance s_I: weight of what the image adds to nothing
 */
public record ImageEdit(
    int steps, Start start, double tau, double textGuidance, double imageGuidance) {
  /** Where denoising begins. */
  public enum Start {
    /**
     * n* of equation 1 at the timestep that τ of the steps reach, as diffusers' image-to-image does
     * it: with 20 steps and τ = 0.9, 18 steps from t = 851.
     */
    IMAGE_TO_IMAGE,
    /** n* of equation 1 at noise level τ, then all steps, spread evenly below it. */
    LEVEL_ALL_STEPS,
    /** Pure noise and all steps: the paper's ablation "w/o Ip2p optimisation". */
    PLAIN_NOISE
  }

  public ImageEdit {
    if (steps < 1 || steps > 1000) {
      throw new IllegalArgumentException("an edit takes 1 to 1000 steps, not " + steps);
    }
    if (!(tau > 0 && tau <= 1)) {
      throw new IllegalArgumentException("tau must be in (0, 1], not " + tau);
    }
  }

  /** Paper, section 4.1: 20 steps, τ 0.9, text guidance 20, image guidance 1.5. */
  public static ImageEdit paper() {
    return new ImageEdit(20, Start.IMAGE_TO_IMAGE, 0.9, 20, 1.5);
  }

  public ImageEdit withStart(Start start) {
    return new ImageEdit(steps, start, tau, textGuidance, imageGuidance);
  }
}
