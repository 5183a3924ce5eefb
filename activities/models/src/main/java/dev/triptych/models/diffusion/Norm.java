package dev.triptych.models.diffusion;

/** Group normalisation: number of groups and the ε under the root. */
record Norm(int groups, double epsilon) {
  Norm {
    if (groups < 1) {
      throw new IllegalArgumentException("group normalisation needs a group, not " + groups);
    }
  }
}
