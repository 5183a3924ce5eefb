package dev.triptych.workflows.spec;

/**
 * Density regularisation L_dr (equation 6): |σ(x) − σ(x′)| at random points x and their perturbed
 * neighbours x′.
 *
 * @param points per sample
 * @param deviation standard deviation of δ
 */
public record DensitySpec(int points, double deviation, Perturbation perturbation) {
  /** How x′ comes from x and δ. */
  public enum Perturbation {
    /** x′ = x + δ⊙x, as the paper writes; it vanishes at the origin, inside the head. */
    MULTIPLICATIVE,
    /** x′ = x + δ, as EG3D does. */
    ADDITIVE
  }

  /** 1000 points and 0.004 as EG3D's own regulariser. */
  public static DensitySpec paper() {
    return new DensitySpec(1000, 0.004, Perturbation.MULTIPLICATIVE);
  }

  void check(Problems problems) {
    problems.between("points", points, 1, 1_000_000);
    problems.above("deviation", deviation, 0, 1);
    problems.present("perturbation", perturbation);
  }
}
