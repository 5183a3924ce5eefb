package dev.triptych.workflows.spec;

/**
 * L_total = λ_rec·(L1 + lpips·LPIPS) + λ_dr·L_dr (equations 5 to 7).
 *
 * @param lambdaRec λ_rec
 * @param lambdaDr λ_dr; 0 leaves the regularisation out
 * @param lpips weight of LPIPS beside L1
 */
public record LossSpec(double lambdaRec, double lambdaDr, double lpips, DensitySpec density) {
  /** Section 4.1. */
  public static LossSpec paper() {
    return new LossSpec(10, 0.2, 1, DensitySpec.paper());
  }

  void check(Problems problems) {
    problems.above("lambdaRec", lambdaRec, 0, 1e6);
    problems.between("lambdaDr", lambdaDr, 0, 1e6);
    problems.between("lpips", lpips, 0, 1e6);
    problems.section("density", density, DensitySpec::check);
  }
}
