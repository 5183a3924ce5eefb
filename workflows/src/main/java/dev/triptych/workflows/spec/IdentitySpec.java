package dev.triptych.workflows.spec;

/**
 * Which face the styles are put on; all cells share it.
 *
 * @param seed of z
 * @param truncationPsi ψ, pulls w towards the mean face: 0 is the mean face, 1 no truncation
 */
public record IdentitySpec(long seed, double truncationPsi) {
  /** ψ = 0.7 as in EG3D's samples; the paper is silent. */
  public static IdentitySpec paper() {
    return new IdentitySpec(0, 0.7);
  }

  void check(Problems problems) {
    problems.between("truncationPsi", truncationPsi, 0, 1);
  }
}
