package dev.triptych.workflows.mixing;

/**
 * Asks for views of a mixture in one ratio.
 *
 * @param share of the second style, from 0 to 1
 */
public record MixStylesRequest(Mixture mixture, double share) {
  public MixStylesRequest {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share must be between 0 and 1, but is " + share);
    }
  }
}
