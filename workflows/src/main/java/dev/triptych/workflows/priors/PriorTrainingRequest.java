package dev.triptych.workflows.priors;

/**
 * Asks for a prior set, trained from nothing.
 *
 * @param set name of the recipe
 * @param effort scales the recipe's iteration counts, above 0; 1 is the recipe
 */
public record PriorTrainingRequest(String set, long seed, double effort) {
  public PriorTrainingRequest {
    if (!(effort > 0)) {
      throw new IllegalArgumentException("effort must be above 0, but is " + effort);
    }
  }
}
